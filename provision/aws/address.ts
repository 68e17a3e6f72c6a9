// The public address. It stays when the instance is replaced.
import {
  type Address,
  AllocateAddressCommand,
  CreateTagsCommand,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import { tolerating } from './errors.ts'
import { lasting } from './instance-fate.ts'
import { keepOrChange, type Resource, type Step } from './resource.ts'
import {
  nameOf,
  ours,
  ownTags,
  type Tags,
  tagDifferences,
  tagged,
  tagList,
  tagsOf,
} from './tags.ts'
import { patiently } from './wait.ts'

/** `id` is of the allocation. */
export type FoundAddress = {
  id: string
  address: string
  instance: string | undefined
  tags: Tags
}

export const findAddresses = async ({ ec2 }: Aws, environment: string) => {
  const describing = new DescribeAddressesCommand({ Filters: ours(environment) })
  const { Addresses } = await ec2.send(describing)
  return (Addresses ?? []).map(foundAddress)
}

const foundAddress = (found: Address): FoundAddress => ({
  id: found.AllocationId ?? '',
  address: found.PublicIp ?? '',
  instance: found.InstanceId || undefined,
  tags: tagsOf(found.Tags),
})

export const address: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'address'
    const { environment } = found
    const kept = keptAddress(wanted, found)
    const extra = found.addresses
      .filter(other => other !== kept)
      .map(({ id, address }): Step => ({ action: 'delete', kind, name: address, id, differs: [] }))
    if (!kept) return [{ action: 'create', kind, name: nameOf(environment), differs: [] }]
    const differs = tagDifferences(ownTags(environment), kept.tags)
    return [keepOrChange(kind, { id: kept.id, name: kept.address }, differs), ...extra]
  },

  create: async ({ aws, found }) => {
    const allocating = new AllocateAddressCommand({
      Domain: 'vpc',
      TagSpecifications: [tagged('elastic-ip', ownTags(found.environment))],
    })
    return (await aws.ec2.send(allocating)).AllocationId ?? ''
  },

  change: async ({ aws: { ec2 }, wanted, found }) => {
    const Resources = [keptAddress(wanted, found)?.id ?? '']
    await ec2.send(new CreateTagsCommand({ Resources, Tags: tagList(ownTags(found.environment)) }))
  },

  remove: async (hands, AllocationId) => {
    const { ec2 } = hands.aws
    const gone = ['InvalidAllocationID.NotFound', 'InvalidAssociationID.NotFound']
    const describing = new DescribeAddressesCommand({ AllocationIds: [AllocationId] })
    const used = (await tolerating(gone, () => ec2.send(describing)))?.Addresses?.[0]
    const AssociationId = used?.AssociationId
    if (AssociationId)
      await tolerating(gone, () => ec2.send(new DisassociateAddressCommand({ AssociationId })))
    await patiently(
      hands,
      { what: `address ${AllocationId} to be out of use`, codes: ['InvalidIPAddress.InUse'] },
      () => tolerating(gone, () => ec2.send(new ReleaseAddressCommand({ AllocationId }))),
    )
  },
}

/** The one that the instance has, else one that any has, else the first. */
export const keptAddress = (wanted: Wanted, found: Found): FoundAddress | undefined => {
  const instance = lasting(wanted, found)?.id
  const use = (address: FoundAddress) =>
    (address.instance ? 1 : 0) + (instance && address.instance === instance ? 2 : 0)
  return [...found.addresses].sort((a, b) => use(b) - use(a) || (a.id < b.id ? -1 : 1))[0]
}
