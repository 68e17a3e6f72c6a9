// Which instance is the one, and whether it may stay.
import type { Difference } from '../change.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { FoundInstance } from './find-instances.ts'
import { difference } from './tags.ts'

/** The one that is in use: it has the data volume, else the address; else the oldest. */
export const keptInstance = (
  found: Pick<Found, 'instances' | 'volumes' | 'addresses'>,
): FoundInstance | undefined => {
  const use = ({ id }: FoundInstance) =>
    (found.volumes.some(({ attachedTo }) => attachedTo === id) ? 2 : 0) +
    (found.addresses.some(({ instance }) => instance === id) ? 1 : 0)
  return [...found.instances].sort(
    (a, b) =>
      use(b) - use(a) || a.launchedAt.getTime() - b.launchedAt.getTime() || (a.id < b.id ? -1 : 1),
  )[0]
}

/** The instance that will still be there when the plan is done. */
export const lasting = (wanted: Wanted, found: Found) => {
  const instance = keptInstance(found)
  return instance && reasonsToReplace(wanted, found, instance).length === 0 ? instance : undefined
}

export const reasonsToReplace = (
  wanted: Wanted,
  { offer }: Found,
  instance: FoundInstance,
): Difference[] => [
  ...(wanted.replace ? [difference('instance', instance.id, 'a new one')] : []),
  ...(wanted.ami && wanted.ami !== instance.image
    ? [difference('image', instance.image, wanted.ami)]
    : []),
  ...(wanted.subnet && wanted.subnet !== instance.subnet
    ? [difference('subnet', instance.subnet, wanted.subnet)]
    : []),
  ...(offer.architecture !== instance.architecture
    ? [
        difference('architecture', instance.architecture, offer.architecture),
        difference('size', instance.size, offer.size),
      ]
    : []),
]
