// The tags by which we know what is ours. Nothing else says so: there is no local file.
import type { Filter, ResourceType, Tag } from '@aws-sdk/client-ec2'
import type { Difference } from '../change.ts'

export type Tags = Record<string, string>

export const tagNames = {
  environment: 'rates:environment',
  /** `data` on the data volume. */
  volume: 'rates:volume',
  /** On a data volume from the first time that it is attached: from then on it may hold data. */
  attached: 'rates:attached',
  /** The host's public key, on its instance. */
  hostKey: 'rates:host-key',
  /** The fingerprint of the operator's key, on the key pair and on the instance that took it. */
  key: 'rates:key',
  /** On the role: IAM knows no regions, but a role's environment lives in one. */
  region: 'rates:region',
} as const

export const nameOf = (environment: string) => `rates-${environment}`

/** The tags that everything of an environment has. */
export const ownTags = (environment: string, more: Tags = {}): Tags => ({
  [tagNames.environment]: environment,
  Name: nameOf(environment),
  ...more,
})

export const ours = (environment: string): Filter[] => [
  { Name: `tag:${tagNames.environment}`, Values: [environment] },
]

export const tagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

export const tagged = (kind: ResourceType, tags: Tags) => ({
  ResourceType: kind,
  Tags: tagList(tags),
})

export const tagsOf = (tags: Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))

/** Tags that are missing or changed. Others may be there: people add their own. */
export const tagDifferences = (wanted: Tags, found: Tags): Difference[] =>
  Object.entries(wanted)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => difference(`tag ${name}`, found[name], value))

export const difference = (
  what: string,
  from: string | number | undefined,
  to: string | number | undefined,
): Difference => ({
  what,
  ...(from === undefined ? {} : { from: `${from}` }),
  ...(to === undefined ? {} : { to: `${to}` }),
})
