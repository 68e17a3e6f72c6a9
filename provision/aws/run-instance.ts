// A new instance: everything that it must be from its first second is in one request.
import { randomUUID } from 'node:crypto'
import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2'
import { isCode } from './errors.ts'
import { isProduction, metadataWanted } from './instance-differences.ts'
import { running } from './instance-states.ts'
import { placeOf } from './place.ts'
import { type FirstBoot, madeOf, type Work } from './resource.ts'
import { nameOf, ownTags, tagged, tagNames } from './tags.ts'
import { patiently } from './wait.ts'

// Debian takes 2 GiB, Docker and five releases the rest.
const rootGib = 16

export const runInstance = async (work: Work) => {
  const request = requestOf(work, await work.firstBoot())
  const what = 'AWS to know what the instance is made of'
  const codes = ['Unseen', 'InvalidGroup.NotFound', 'InvalidKeyPair.NotFound']
  const { Instances } = await patiently(work, { what, codes }, () =>
    work.aws.ec2.send(new RunInstancesCommand(request)).catch(unseenProfile),
  )
  return running(work, Instances?.[0]?.InstanceId ?? '')
}

const requestOf = (work: Work, { userData, hostKey }: FirstBoot): RunInstancesCommandInput => {
  const { environment, offer } = work.found
  const { wanted } = work
  const tags = ownTags(environment)
  const known = { [tagNames.hostKey]: hostKey, [tagNames.key]: wanted.key.fingerprint }
  return {
    // The same for every attempt of this call: AWS makes one instance, however often it is asked.
    ClientToken: randomUUID(),
    MinCount: 1,
    MaxCount: 1,
    ImageId: offer.image.id,
    InstanceType: offer.size as 't3.small',
    SubnetId: placeOf(wanted, work.found).subnet,
    SecurityGroupIds: [madeOf(work, 'security group')],
    KeyName: nameOf(environment),
    IamInstanceProfile: { Name: madeOf(work, 'instance profile') },
    UserData: Buffer.from(userData).toString('base64'),
    MetadataOptions: { ...metadataWanted, HttpEndpoint: 'enabled' },
    DisableApiTermination: isProduction(environment),
    InstanceInitiatedShutdownBehavior: 'stop',
    BlockDeviceMappings: [
      {
        DeviceName: offer.image.rootDevice,
        Ebs: { Encrypted: true, VolumeType: 'gp3', VolumeSize: rootGib, DeleteOnTermination: true },
      },
    ],
    TagSpecifications: [
      tagged('instance', { ...tags, ...known }),
      tagged('volume', tags),
      tagged('network-interface', tags),
    ],
  }
}

/** EC2 hears of a new instance profile some seconds after IAM. */
const unseenProfile = (error: unknown) => {
  if (isCode(error, 'InvalidParameterValue') && /profile/i.test((error as Error).message))
    throw Object.assign(new Error((error as Error).message, { cause: error }), { name: 'Unseen' })
  throw error
}
