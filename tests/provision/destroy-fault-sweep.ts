import t from 'tap'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { watched } from '#tests/fixtures/faults.ts'
import { moto } from '#tests/fixtures/moto.ts'
import { provisioning } from '#tests/fixtures/provisioning.ts'
import { casesOf, meetFault, sweep } from '#tests/fixtures/sweep.ts'

t.setTimeout(800_000)

// AWS answers a second one with NoSuchEntity, moto 5.1.1 with a page of HTML.
const breaksMoto = 'iam:RemoveRoleFromInstanceProfile'

t.test('a destroy that meets a fault at any call is completed', needsDocker(), async t => {
  const server = await moto(t)
  await provisioning(server.aws, 'whole').apply()
  const counted = await server.clients()
  const calls = watched(counted)
  await provisioning(counted, 'whole').destroy()

  await sweep(t, {
    of: 'a destroy',
    cases: casesOf(calls, ['refused', 'lost', 'lost and asked again']).filter(
      ({ kind, at }) => kind !== 'lost and asked again' || calls[at - 1]?.action !== breaksMoto,
    ),
    one: async ({ broken, sound, kind }) => {
      await sound.apply()
      await meetFault(kind, broken.destroy())
      await sound.destroy()
      return { recovered: true, duplicates: 0 }
    },
  })
})
