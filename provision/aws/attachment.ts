// The data volume on the instance.
import { AttachVolumeCommand, CreateTagsCommand, DescribeVolumesCommand } from '@aws-sdk/client-ec2'
import { Refusal } from '../errors.ts'
import { isCode } from './errors.ts'
import { lasting } from './instance-fate.ts'
import { running } from './instance-states.ts'
import { madeOf, type Resource, type Step, type Work } from './resource.ts'
import { difference, nameOf, tagNames } from './tags.ts'
import { refuseForeignUse, unused } from './volume.ts'
import { keptVolume } from './volume-fate.ts'
import { patiently, until } from './wait.ts'

/** On the host it shows as /dev/nvme… with the volume's id in its link, or as /dev/xvdf. */
const device = '/dev/sdf'
const attachedWithinMs = 120_000

export const attachment: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'volume attachment'
    const name = nameOf(found.environment)
    const instance = lasting(wanted, found)
    const volume = keptVolume(found)
    if (instance && volume?.attachedTo === instance.id)
      return [{ action: 'keep', kind, name, id: volume.id, differs: [] }]

    refuseForeignUse(found)
    if (volume && instance && volume.zone !== instance.zone)
      throw new Refusal(
        `The data volume ${volume.id} is in ${volume.zone}, and the instance ${instance.id} in ${instance.zone}. Add --replace: the new one will stand beside the data.`,
      )
    const to = instance?.id ?? 'the new instance'
    return [{ action: 'create', kind, name, differs: [difference('instance', undefined, to)] }]
  },

  create: async work => {
    const VolumeId = madeOf(work, 'data volume')
    await running(work, madeOf(work, 'instance'))
    await unused(work, VolumeId)
    await markUsed(work, VolumeId)
    await attach(work, VolumeId)
    return VolumeId
  },

  change: async () => {},
}

/** Before it can hold data, so that no crash leaves one with data and without the mark. */
const markUsed = ({ aws, found }: Work, VolumeId: string) =>
  aws.ec2.send(
    new CreateTagsCommand({
      Resources: [VolumeId],
      Tags: [{ Key: tagNames.attached, Value: found.environment }],
    }),
  )

const attach = async (work: Work, VolumeId: string) => {
  const InstanceId = madeOf(work, 'instance')
  const attaching = new AttachVolumeCommand({ VolumeId, InstanceId, Device: device })
  const what = `volume ${VolumeId} to be attached`
  const isAttached = async () => {
    const { Volumes } = await work.aws.ec2.send(
      new DescribeVolumesCommand({ VolumeIds: [VolumeId] }),
    )
    const [found] = Volumes?.[0]?.Attachments ?? []
    return found?.InstanceId === InstanceId && found.State === 'attached' ? true : undefined
  }
  await patiently(work, { what, codes: ['IncorrectState', 'IncorrectInstanceState'] }, () =>
    work.aws.ec2.send(attaching).catch(error => {
      if (!isCode(error, 'VolumeInUse')) throw error
    }),
  )
  await until(work, { what, timeoutMs: attachedWithinMs }, isAttached)
}
