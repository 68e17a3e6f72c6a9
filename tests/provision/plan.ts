import t from 'tap'
import type { Found } from '#provision/found.ts'
import type { Wanted } from '#provision/wanted.ts'
import { address, complete, instance, nothing, pendingIn, volume } from '#tests/fixtures/found.ts'

type Case = { found?: Found; wanted?: Partial<Wanted>; pending: string[] }

const withInstance = (more: Partial<typeof instance>): Found => ({
  ...complete,
  instances: [{ ...instance, ...more }],
})
const moved = ['create address association', 'create volume attachment']

const cases: Record<string, Case> = {
  'all there': { pending: [] },
  'SSH left out stays': { wanted: { sshFrom: undefined }, pending: [] },
  'SSH from elsewhere': {
    wanted: { sshFrom: ['198.51.100.0/24'] },
    pending: [
      'change security group rule  -> tcp 22 from 198.51.100.0/24 rule tcp 22 from 203.0.113.7/32 -> ',
    ],
  },
  'a larger machine': {
    wanted: { size: 't3.large' },
    pending: ['change instance size t3.small -> t3.large'],
  },
  'a larger disk': {
    wanted: { dataGib: 40 },
    pending: ['change data volume size 20 GiB -> 40 GiB'],
  },
  'metadata open to containers': {
    found: withInstance({ metadata: { tokens: 'optional', hopLimit: 2 } }),
    pending: ['change instance metadata tokens optional -> required metadata hop limit 2 -> 1'],
  },
  'metadata not told': { found: withInstance({ metadata: undefined }), pending: [] },
  stopped: {
    found: withInstance({ state: 'stopped' }),
    pending: ['change instance state stopped -> running'],
  },
  'protected by hand': { found: withInstance({ isProtected: true }), pending: [] },
  'a profile made anew': {
    found: withInstance({ profile: { arn: instance.profile?.arn ?? '', id: 'AIPA0' } }),
    pending: ['change instance instance profile the deleted rates-dev -> rates-dev'],
  },
  'another image': {
    wanted: { ami: 'ami-2' },
    pending: [
      'replace instance image ami-1 -> ami-2',
      'create address association instance i-1 -> the new instance',
      'create volume attachment instance  -> the new instance',
    ],
  },
  'a newer image of Debian': {
    found: {
      ...complete,
      offer: { ...complete.offer, image: { ...complete.offer.image, id: 'ami-9' } },
    },
    pending: [],
  },
  'the instance gone, the volume elsewhere in the region': {
    found: {
      ...complete,
      instances: [],
      volumes: [{ ...volume, zone: 'eu-central-1b', attachedTo: undefined }],
      addresses: [{ ...address, instance: undefined }],
    },
    pending: [
      'create instance size  -> t3.small image  -> ami-1 subnet  -> subnet-2',
      ...moved.map(title => `${title} instance  -> the new instance`),
    ],
  },
  'made twice': {
    found: {
      ...complete,
      instances: [{ ...instance, id: 'i-0', launchedAt: new Date(0) }, instance],
      volumes: [{ ...volume, id: 'vol-0', attachedTo: undefined, wasAttached: false }, volume],
      addresses: [
        { ...address, id: 'eipalloc-0', address: '198.51.100.9', instance: undefined },
        address,
      ],
    },
    pending: ['delete address 198.51.100.9', 'delete instance i-0', 'delete data volume vol-0'],
  },
}

for (const [name, { found = complete, wanted, pending }] of Object.entries(cases))
  t.test(name, async t => t.strictSame(pendingIn(found, wanted), pending))

t.test('what cannot be had is refused', async t => {
  const stray = { ...volume, id: 'vol-2', attachedTo: undefined }
  const refusals: [RegExp, Found, Partial<Wanted>?][] = [
    [/Give --ssh-from/, nothing, { sshFrom: undefined }],
    [/cannot make it smaller/, complete, { dataGib: 10 }],
    [/takes the key SHA256:a, and --key has SHA256:Ik/, withInstance({ key: 'SHA256:a' })],
    [/lost the tag.*--replace/, withInstance({ hostKey: undefined })],
    [/both may hold data: vol-1 and vol-2/, { ...complete, volumes: [volume, stray] }],
    [
      /vol-1 is attached to i-9.*not ours/,
      { ...complete, volumes: [{ ...volume, attachedTo: 'i-9' }] },
    ],
    [/No subnet/, { ...nothing, offer: { ...nothing.offer, places: [] } }],
    [
      /stand beside the data/,
      { ...complete, volumes: [{ ...volume, zone: 'eu-central-1c', attachedTo: undefined }] },
    ],
  ]
  for (const [message, found, wanted] of refusals)
    t.throws(() => pendingIn(found, wanted), { name: 'Refusal', message })
})
