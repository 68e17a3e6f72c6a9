// In what an instance that may stay differs from the one that is wanted.
import type { Difference } from '../change.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { FoundInstance } from './find-instances.ts'
import { difference, nameOf, ownTags, tagDifferences } from './tags.ts'

/** Version 2 only, and not from within containers. */
export const metadataWanted = { HttpTokens: 'required', HttpPutResponseHopLimit: 1 } as const

export const isProduction = (environment: string) => /^prod(uction)?$/.test(environment)

export const instanceDifferences = (
  wanted: Wanted,
  found: Found,
  instance: FoundInstance,
): Difference[] => {
  const { environment } = found
  const size = wanted.size ?? instance.size
  return [
    ...(size === instance.size ? [] : [difference('size', instance.size, size)]),
    ...stateDifferences(instance),
    ...groupDifferences(found, instance),
    ...profileDifferences(found, instance),
    ...(isProduction(environment) && !instance.isProtected
      ? [difference('termination', 'not protected', 'protected')]
      : []),
    ...metadataDifferences(instance),
    ...tagDifferences(ownTags(environment), instance.tags),
  ]
}

/** The security group that is there; a new one is given to the instance when it is there. */
export const wantedGroups = ({ securityGroups }: Found, { groups }: FoundInstance) =>
  groups.filter(group => securityGroups.some(({ id }) => id === group)).slice(0, 1)

const stateDifferences = ({ state }: FoundInstance) =>
  ['stopping', 'stopped'].includes(state) ? [difference('state', state, 'running')] : []

const groupDifferences = (found: Found, instance: FoundInstance) => {
  const [ours] = wantedGroups(found, instance)
  const others = instance.groups.filter(group => group !== ours)
  if (ours && others.length === 0) return []
  return [difference('security groups', instance.groups.join(', '), ours ?? 'the one above')]
}

const profileDifferences = ({ profile, environment }: Found, instance: FoundInstance) => {
  const has = instance.profile
  const wasDeleted = has && profile && isDeleted(has, profile)
  if (profile && has?.arn === profile.arn && !wasDeleted) return []
  const name = has && `${wasDeleted ? 'the deleted ' : ''}${has.arn.split('/').at(-1)}`
  return [difference('instance profile', name, nameOf(environment))]
}

/** A profile made anew has the same name and another id; not every endpoint tells the profile's id. */
const isDeleted = (has: { id: string }, { id }: { id: string }) =>
  has.id.startsWith('AIPA') && has.id !== id

/** Nothing where AWS does not tell. */
const metadataDifferences = ({ metadata }: FoundInstance) => {
  if (!metadata) return []
  const { HttpTokens, HttpPutResponseHopLimit } = metadataWanted
  return [
    ...(metadata.tokens === HttpTokens
      ? []
      : [difference('metadata tokens', metadata.tokens, HttpTokens)]),
    ...(metadata.hopLimit === HttpPutResponseHopLimit
      ? []
      : [difference('metadata hop limit', metadata.hopLimit, HttpPutResponseHopLimit)]),
  ]
}
