// Mends an instance that stays.
import {
  AssociateIamInstanceProfileCommand,
  CreateTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2'
import type { FoundInstance } from './find-instances.ts'
import { instanceDifferences, metadataWanted } from './instance-differences.ts'
import { keptInstance } from './instance-fate.ts'
import { start, stop } from './instance-states.ts'
import { madeOf, type Work } from './resource.ts'
import { ownTags, tagList } from './tags.ts'
import { patiently } from './wait.ts'

type Mend = (work: Work, instance: FoundInstance) => Promise<unknown>

export const changeInstance = async (work: Work) => {
  const { wanted, found } = work
  const instance = keptInstance(found)
  if (!instance) return

  const differs = instanceDifferences(wanted, found, instance).map(({ what }) => what)
  for (const { of, mend } of mends)
    if (differs.some(what => of.test(what))) await mend(work, instance)
}

const resize: Mend = async (work, { id, size }) => {
  const wanted = work.wanted.size ?? size
  if (wanted === size) return
  await stop(work, id)
  const InstanceType = { Value: wanted }
  await work.aws.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType }))
}

const restart: Mend = async (work, { id, state }) => {
  if (state === 'stopping') await stop(work, id)
  await start(work, id)
}

const regroup: Mend = (work, { id }) => {
  const Groups = [madeOf(work, 'security group')]
  return work.aws.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Groups }))
}

const giveProfile: Mend = async (work, { id }) => {
  const { ec2 } = work.aws
  const IamInstanceProfile = { Name: madeOf(work, 'instance profile') }
  const describing = new DescribeIamInstanceProfileAssociationsCommand({
    Filters: [{ Name: 'instance-id', Values: [id] }],
  })
  const { IamInstanceProfileAssociations } = await ec2.send(describing)
  const AssociationId = IamInstanceProfileAssociations?.find(({ State }) =>
    ['associated', 'associating'].includes(`${State}`),
  )?.AssociationId
  // A profile made a second ago is not known to EC2 yet.
  const waiting = { what: 'EC2 to know the instance profile', codes: ['InvalidParameterValue'] }
  await patiently(work, waiting, async () => {
    if (AssociationId)
      await ec2.send(
        new ReplaceIamInstanceProfileAssociationCommand({ AssociationId, IamInstanceProfile }),
      )
    else
      await ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: id, IamInstanceProfile }))
  })
}

const protect: Mend = (work, { id }) =>
  work.aws.ec2.send(
    new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiTermination: { Value: true } }),
  )

const closeMetadata: Mend = (work, { id }) =>
  work.aws.ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, ...metadataWanted }))

const tag: Mend = (work, { id }) =>
  work.aws.ec2.send(
    new CreateTagsCommand({ Resources: [id], Tags: tagList(ownTags(work.found.environment)) }),
  )

/** In this order: what closes a door comes before what starts the machine. */
const mends = [
  { of: /^termination$/, mend: protect },
  { of: /^security groups$/, mend: regroup },
  { of: /^metadata/, mend: closeMetadata },
  { of: /^instance profile$/, mend: giveProfile },
  { of: /^tag/, mend: tag },
  { of: /^size$/, mend: resize },
  { of: /^(size|state)$/, mend: restart },
]
