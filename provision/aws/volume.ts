// The encrypted volume that PostgreSQL's data is on. It outlives every instance.
import { randomUUID } from 'node:crypto'
import {
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeVolumesCommand,
  ModifyVolumeCommand,
  type Volume,
} from '@aws-sdk/client-ec2'
import type { Difference } from '../change.ts'
import { Refusal } from '../errors.ts'
import type { Found, Ours } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import { isCode, tolerating } from './errors.ts'
import { placeOf } from './place.ts'
import { type Hands, keepOrChange, type Resource, type Step } from './resource.ts'
import {
  difference,
  nameOf,
  ours,
  ownTags,
  type Tags,
  tagDifferences,
  tagged,
  tagList,
  tagNames,
  tagsOf,
} from './tags.ts'
import { keptVolume } from './volume-fate.ts'
import { patiently, until } from './wait.ts'

export type FoundVolume = {
  id: string
  gib: number
  type: string
  zone: string
  state: string
  attachedTo: string | undefined
  /** From then on it may hold data. */
  wasAttached: boolean
  createdAt: Date
  tags: Tags
}

const defaultGib = 20
const volumeType = 'gp3'

export const findVolumes = async ({ ec2 }: Aws, environment: string) => {
  const isData = { Name: `tag:${tagNames.volume}`, Values: ['data'] }
  const describing = new DescribeVolumesCommand({ Filters: [...ours(environment), isData] })
  const { Volumes } = await ec2.send(describing)
  return (Volumes ?? []).filter(({ State }) => State !== 'deleting').map(foundVolume)
}

const foundVolume = (volume: Volume): FoundVolume => {
  const tags = tagsOf(volume.Tags)
  return {
    id: volume.VolumeId ?? '',
    gib: volume.Size ?? 0,
    type: volume.VolumeType ?? '',
    zone: volume.AvailabilityZone ?? '',
    state: volume.State ?? '',
    attachedTo: volume.Attachments?.[0]?.InstanceId,
    wasAttached: tagNames.attached in tags,
    createdAt: volume.CreateTime ?? new Date(0),
    tags,
  }
}

export const volume: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'data volume'
    const kept = keptVolume(found)
    const extra = found.volumes.filter(other => other !== kept).map(deletion(kept))
    if (kept)
      return [
        keepOrChange(kind, { id: kept.id, name: kept.id }, differences(wanted, kept, found)),
        ...extra,
      ]

    const differs = [
      difference('size', undefined, `${wanted.dataGib ?? defaultGib} GiB`),
      difference('zone', undefined, placeOf(wanted, found).zone),
    ]
    return [{ action: 'create', kind, name: dataName(found), differs }]
  },

  create: async ({ aws, wanted, found }) => {
    const creating = new CreateVolumeCommand({
      AvailabilityZone: placeOf(wanted, found).zone,
      Size: wanted.dataGib ?? defaultGib,
      VolumeType: volumeType,
      Encrypted: true,
      ClientToken: randomUUID(),
      TagSpecifications: [tagged('volume', dataTags(found))],
    })
    return (await aws.ec2.send(creating)).VolumeId ?? ''
  },

  change: async ({ aws: { ec2 }, wanted, found }) => {
    const kept = keptVolume(found)
    if (!kept) return
    const Size = wanted.dataGib ?? kept.gib
    const modifying = { VolumeId: kept.id, Size, VolumeType: volumeType } as const
    if (Size !== kept.gib || volumeType !== kept.type)
      await ec2.send(new ModifyVolumeCommand(modifying)).catch(modifiedLately(kept))
    if (tagDifferences(dataTags(found), kept.tags).length > 0)
      await ec2.send(
        new CreateTagsCommand({ Resources: [kept.id], Tags: tagList(dataTags(found)) }),
      )
  },

  remove: async (hands, VolumeId) => {
    const gone = ['InvalidVolume.NotFound']
    const deleting = () => hands.aws.ec2.send(new DeleteVolumeCommand({ VolumeId }))
    await patiently(
      hands,
      { what: `volume ${VolumeId} to be out of use`, codes: ['VolumeInUse', 'IncorrectState'] },
      () => tolerating(gone, deleting),
    )
  },
}

/** @throws {Refusal} when one is attached to an instance that is not ours */
export const refuseForeignUse = ({ volumes, instances, ended }: Ours) => {
  const own = [...instances.map(({ id }) => id), ...ended]
  for (const { id, attachedTo } of volumes)
    if (attachedTo && !own.includes(attachedTo))
      throw new Refusal(
        `The data volume ${id} is attached to ${attachedTo}, which is not ours. Detach it first.`,
      )
}

/** @throws {Refusal} when it is still used after two minutes */
export const unused = (hands: Hands, VolumeId: string) =>
  until(hands, { what: `volume ${VolumeId} to be free`, timeoutMs: 120_000 }, async () => {
    const describing = new DescribeVolumesCommand({ VolumeIds: [VolumeId] })
    const { Volumes } = await hands.aws.ec2.send(describing)
    return Volumes?.find(({ State }) => State === 'available')
  })

const dataName = ({ environment }: Found) => `${nameOf(environment)}-data`

const dataTags = (found: Found) =>
  ownTags(found.environment, { Name: dataName(found), [tagNames.volume]: 'data' })

const differences = (wanted: Wanted, kept: FoundVolume, found: Found): Difference[] => {
  const gib = wanted.dataGib ?? kept.gib
  if (gib < kept.gib)
    throw new Refusal(
      `The data volume ${kept.id} has ${kept.gib} GiB, and AWS cannot make it smaller. Give --data-gib ${kept.gib} or more, or leave it out.`,
    )
  return [
    ...(gib > kept.gib ? [difference('size', `${kept.gib} GiB`, `${gib} GiB`)] : []),
    ...(kept.type === volumeType ? [] : [difference('type', kept.type, volumeType)]),
    ...tagDifferences(dataTags(found), kept.tags),
  ]
}

/** @throws {Refusal} unless it has never been in use: it may hold data */
const deletion =
  (kept: FoundVolume | undefined) =>
  (other: FoundVolume): Step => {
    if (other.wasAttached || other.attachedTo)
      throw new Refusal(
        `There are two data volumes, and both may hold data: ${kept?.id} and ${other.id}. Find out which one counts, and take the tag ${tagNames.environment} off the other.`,
      )
    return { action: 'delete', kind: 'data volume', name: other.id, id: other.id, differs: [] }
  }

const modifiedLately = (kept: FoundVolume) => (error: unknown) => {
  if (!isCode(error, 'VolumeModificationRateExceeded', 'IncorrectModificationState')) throw error
  throw new Refusal(
    `AWS changes a volume once in six hours, and ${kept.id} was changed lately. Run again later, or leave out --data-gib.`,
    { cause: error },
  )
}
