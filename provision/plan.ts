// From what is wanted and what is found to what is to be done. Pure: it asks nobody.
import { address } from './aws/address.ts'
import { association } from './aws/association.ts'
import { attachment } from './aws/attachment.ts'
import { instance } from './aws/instance.ts'
import { keyPair } from './aws/key-pair.ts'
import { profile } from './aws/profile.ts'
import type { Kind, Resource, Step } from './aws/resource.ts'
import { role } from './aws/role.ts'
import { securityGroup } from './aws/security-group.ts'
import { volume } from './aws/volume.ts'
import type { Found } from './found.ts'
import type { Wanted } from './wanted.ts'

/** In the order in which they are made; the later need the earlier. */
export const resources: Record<Kind, Resource> = {
  role,
  'instance profile': profile,
  'security group': securityGroup,
  'key pair': keyPair,
  'data volume': volume,
  instance,
  address,
  'address association': association,
  'volume attachment': attachment,
}

/**
 * One step for each resource, and one for each that is there twice; those go last, the later kinds first.
 * @throws {Refusal} when what is wanted cannot be had
 */
export const plan = (wanted: Wanted, found: Found): Step[] => {
  const steps = Object.values(resources).flatMap(resource => resource.plan(wanted, found))
  const isDeletion = ({ action }: Step) => action === 'delete'
  return [...steps.filter(step => !isDeletion(step)), ...steps.filter(isDeletion).reverse()]
}
