import t from 'tap'
import { machineOf } from '#provision/apply.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { moto } from '#tests/fixtures/moto.ts'
import { provisioning } from '#tests/fixtures/provisioning.ts'

t.test('from nothing to a host, and then nothing to do', needsDocker(), async t => {
  const { aws } = await moto(t)
  const dev = provisioning(aws, 'dev')
  t.strictSame(await dev.pending(), [
    'create role',
    'create instance profile',
    'create security group',
    'create key pair',
    'create data volume',
    'create instance',
    'create address',
    'create address association',
    'create volume attachment',
  ])

  const machine = machineOf(await dev.apply())
  t.match(machine, { address: /^\d/, hostKey: /^ssh-ed25519 /, architecture: 'x86_64' })
  t.strictSame(await dev.pending(), [])
  t.strictSame(await dev.pending({ sshFrom: undefined }), [], 'what is left out stays as it is')
  t.comment(dev.said.join('\n'))
})
