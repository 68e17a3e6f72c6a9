// What is there already, read by our tags only.
import { type FoundAddress, findAddresses } from './aws/address.ts'
import type { Aws } from './aws/clients.ts'
import { type FoundInstance, findInstances } from './aws/find-instances.ts'
import { keptInstance } from './aws/instance-fate.ts'
import { type FoundKeyPair, findKeyPairs } from './aws/key-pair.ts'
import { findOffer, type Offer } from './aws/offer.ts'
import { type FoundProfile, findProfile } from './aws/profile.ts'
import { type FoundRole, findRole } from './aws/role.ts'
import { type FoundSecurityGroup, findSecurityGroups } from './aws/security-group.ts'
import { type FoundVolume, findVolumes } from './aws/volume.ts'
import type { Wanted } from './wanted.ts'

/** All of an environment in AWS: more than one of a kind after an answer was lost. */
export type Ours = {
  environment: string
  region: string
  role: FoundRole | undefined
  profile: FoundProfile | undefined
  securityGroups: FoundSecurityGroup[]
  keyPairs: FoundKeyPair[]
  volumes: FoundVolume[]
  instances: FoundInstance[]
  /** Ids of instances that end or have ended. */
  ended: string[]
  addresses: FoundAddress[]
}

export type Found = Ours & { offer: Offer }

const defaultSize = 't3.small'

export const findOurs = async (aws: Aws, environment: string): Promise<Ours> => ({
  environment,
  region: aws.region,
  role: await findRole(aws, environment),
  profile: await findProfile(aws, environment),
  securityGroups: await findSecurityGroups(aws, environment),
  keyPairs: await findKeyPairs(aws, environment),
  volumes: await findVolumes(aws, environment),
  ...(await findInstances(aws, environment)),
  addresses: await findAddresses(aws, environment),
})

export const find = async (aws: Aws, wanted: Wanted): Promise<Found> => {
  const ours = await findOurs(aws, wanted.environment)
  const size = wanted.size ?? keptInstance(ours)?.size ?? defaultSize
  return { ...ours, offer: await findOffer(aws, wanted, size) }
}
