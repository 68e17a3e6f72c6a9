// A host that boots is waited for; one whose first boot failed is shown with its errors and not built upon.
import t from 'tap'
import { firstBoot } from '#provision/host/first-boot.ts'
import { setUpHost } from '#provision/host/set-up.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const moreUserData = 'runcmd:\n  - [sh, -c, "sleep 12; echo the cable is out; exit 4"]\n'

t.test('a first boot that takes long and fails', needsDocker(), async t => {
  const { host, wanted } = await connectedHost(t, { moreUserData })
  t.same(await firstBoot.look(host, wanted), [{ what: 'cloud-init', from: 'running', to: 'done' }])

  const said: string[] = []
  const setUp = setUpHost(host, wanted, line => said.push(line))
  await t.rejects(setUp, { name: 'Refusal', message: /first boot .*failed.*\n.*runcmd|scripts/ })
  await t.rejects(setUp, { message: 'the cable is out' })
  await t.rejects(setUp, { message: '--replace' })
  t.same(
    said.map(line => line.replace(host.address, 'HOST')),
    [...['first boot on HOST: cloud-init running → done', 'waiting for cloud-init on HOST']],
  )
  t.same(await firstBoot.look(host, wanted), [{ what: 'cloud-init', from: 'failed', to: 'done' }])
})
