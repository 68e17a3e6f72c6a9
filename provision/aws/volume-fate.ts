// Which data volume is the one. The others are left by calls whose answers were lost.
import type { Found } from '../found.ts'
import type { FoundVolume } from './volume.ts'

/** The attached one, else one that was, else the oldest. */
export const keptVolume = ({ volumes }: Pick<Found, 'volumes'>): FoundVolume | undefined =>
  [...volumes].sort(byUse)[0]

const byUse = (a: FoundVolume, b: FoundVolume) =>
  use(b) - use(a) || a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)

const use = ({ attachedTo, wasAttached }: FoundVolume) =>
  (attachedTo ? 2 : 0) + (wasAttached ? 1 : 0)
