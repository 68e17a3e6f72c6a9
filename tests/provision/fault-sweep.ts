import t from 'tap'
import type { Found } from '#provision/found.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { survived, watched } from '#tests/fixtures/faults.ts'
import { moto } from '#tests/fixtures/moto.ts'
import { provisioning, titles } from '#tests/fixtures/provisioning.ts'
import { casesOf, meetFault, type Outcome, type Pair, sweep } from '#tests/fixtures/sweep.ts'

t.setTimeout(800_000)

t.test('an apply that meets a fault at any call is completed', needsDocker(), async t => {
  const server = await moto(t)
  const counted = await server.clients()
  const calls = watched(counted)
  await provisioning(counted, 'whole').apply()
  await provisioning(server.aws, 'whole').destroy()

  const cases = casesOf(calls, ['throttled', 'refused', 'lost', 'lost and asked again'])
  await sweep(t, {
    of: 'an apply from nothing',
    cases,
    one: async ({ broken, sound, kind }) => {
      await meetFault(kind, broken.apply())
      if (!survived.includes(kind)) await sound.apply()
      return looked(sound)
    },
  })
})

const looked = async ({ planned, destroy }: Pair['sound']): Promise<Outcome> => {
  const { found, steps } = await planned()
  await destroy()
  return { recovered: titles(steps).length === 0, duplicates: duplicatesIn(found) }
}

const duplicatesIn = ({ securityGroups, keyPairs, volumes, instances, addresses }: Found) =>
  [securityGroups, keyPairs, volumes, instances, addresses].filter(({ length }) => length !== 1)
    .length
