// The instances of an environment.
import {
  DescribeInstanceAttributeCommand,
  type Instance,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2'
import type { Aws } from './clients.ts'
import { tolerating } from './errors.ts'
import { ours, type Tags, tagNames, tagsOf } from './tags.ts'

export type FoundInstance = {
  id: string
  state: string
  size: string
  image: string
  architecture: string
  subnet: string
  vpc: string
  zone: string
  /** Its security groups. */
  groups: string[]
  profile: { arn: string; id: string } | undefined
  /** The public key of the host. */
  hostKey: string | undefined
  /** The fingerprint of the operator's key that it took. */
  key: string | undefined
  isProtected: boolean
  /** Undefined where it is not told. */
  metadata: { tokens: string | undefined; hopLimit: number | undefined } | undefined
  launchedAt: Date
  tags: Tags
}

const alive = ['pending', 'running', 'stopping', 'stopped']

/** `ended` are the ids of those that end, or have ended within the hour. */
export const findInstances = async (aws: Aws, environment: string) => {
  const instances: FoundInstance[] = []
  const ended: string[] = []
  const pages = paginateDescribeInstances({ client: aws.ec2 }, { Filters: ours(environment) })
  for await (const { Reservations } of pages)
    for (const instance of (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []))
      if (alive.includes(instance.State?.Name ?? ''))
        instances.push(foundInstance(instance, await isProtected(aws, instance)))
      else ended.push(instance.InstanceId ?? '')
  return { instances, ended }
}

const isProtected = async ({ ec2 }: Aws, { InstanceId }: Instance) => {
  const asking = new DescribeInstanceAttributeCommand({
    InstanceId,
    Attribute: 'disableApiTermination',
  })
  const gone = ['InvalidInstanceID.NotFound']
  return (await tolerating(gone, () => ec2.send(asking)))?.DisableApiTermination?.Value === true
}

const foundInstance = (instance: Instance, isProtected: boolean): FoundInstance => {
  const tags = tagsOf(instance.Tags)
  const { MetadataOptions: options, IamInstanceProfile: profile } = instance
  return {
    id: instance.InstanceId ?? '',
    state: instance.State?.Name ?? '',
    size: instance.InstanceType ?? '',
    image: instance.ImageId ?? '',
    architecture: instance.Architecture ?? '',
    subnet: instance.SubnetId ?? '',
    vpc: instance.VpcId ?? '',
    zone: instance.Placement?.AvailabilityZone ?? '',
    groups: (instance.SecurityGroups ?? []).map(({ GroupId }) => GroupId ?? ''),
    profile: profile && { arn: profile.Arn ?? '', id: profile.Id ?? '' },
    hostKey: tags[tagNames.hostKey],
    key: tags[tagNames.key],
    isProtected,
    metadata: options && {
      tokens: options.HttpTokens,
      hopLimit: options.HttpPutResponseHopLimit,
    },
    launchedAt: instance.LaunchTime ?? new Date(0),
    tags,
  }
}
