import { TerminateInstancesCommand } from '@aws-sdk/client-ec2'
import t from 'tap'
import { machineOf } from '#provision/apply.ts'
import type { Wanted } from '#provision/wanted.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { watched } from '#tests/fixtures/faults.ts'
import { moto } from '#tests/fixtures/moto.ts'
import { ed25519, provisioning } from '#tests/fixtures/provisioning.ts'

const otherKey = { publicKey: ed25519.publicKey, fingerprint: 'SHA256:another' }

t.test('a replaced instance', needsDocker(), async t => {
  const { aws } = await moto(t)
  const calls = watched(aws)
  const prod = provisioning(aws, 'prod')
  const first = machineOf(await prod.apply())
  const arm = (await prod.planned({ size: 't4g.small' })).found.offer.image.id

  const reasons: Record<string, Partial<Wanted>> = {
    'is asked for': { replace: true },
    'has another architecture': { size: 't4g.small' },
    'has another image': { size: 't3.small', ami: (await prod.planned()).found.offer.image.id },
    'takes another key': { replace: true, key: otherKey },
  }
  for (const [reason, wanted] of Object.entries(reasons))
    t.test(`that ${reason} keeps its data volume and its address`, async t => {
      const before = machineOf(await prod.ours())
      const pending = await prod.pending(wanted)
      t.strictSame(pending.slice(-3), [
        'replace instance',
        'create address association',
        'create volume attachment',
      ])
      t.strictSame(pending.slice(0, -3), wanted.key ? ['replace key pair'] : [])
      const after = machineOf(await prod.apply(wanted))
      t.not(after?.instance, before?.instance)
      t.not(after?.hostKey, before?.hostKey, 'with a host key of its own')
      t.match(after, { address: first?.address, dataVolume: first?.dataVolume })
    })

  t.test('is closed from its first second', async t => {
    const requests = calls.filter(({ action }) => action === 'ec2:RunInstances')
    t.equal(requests.length, 5)
    const tags = [{ Key: 'rates:environment', Value: 'prod' }]
    for (const { input } of requests)
      t.match(input, {
        ClientToken: /^[0-9a-f-]{36}$/,
        DisableApiTermination: true,
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        BlockDeviceMappings: [{ Ebs: { Encrypted: true, VolumeType: 'gp3' } }],
        TagSpecifications: ['instance', 'volume', 'network-interface'].map(ResourceType => ({
          ResourceType,
          Tags: tags,
        })),
      })
    t.match(requests[2]?.input, { ImageId: arm })
  })

  t.test('of prod is protected from being ended by hand', async t => {
    const { instances, volumes } = await prod.ours()
    const InstanceIds = [instances[0]?.id ?? '']
    await t.rejects(aws.ec2.send(new TerminateInstancesCommand({ InstanceIds })), {
      name: 'OperationNotPermitted',
    })
    t.match(volumes, [{ gib: 20, type: 'gp3' }])
  })

  t.test('gives way to --destroy', async t => {
    await prod.destroy()
    t.match(await prod.ours(), { instances: [], volumes: [], addresses: [], keyPairs: [] })
  })
})
