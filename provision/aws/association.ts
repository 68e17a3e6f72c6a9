// The public address on the instance.
import { AssociateAddressCommand } from '@aws-sdk/client-ec2'
import { keptAddress } from './address.ts'
import { lasting } from './instance-fate.ts'
import { running } from './instance-states.ts'
import { madeOf, type Resource, type Step } from './resource.ts'
import { difference, nameOf } from './tags.ts'
import { patiently } from './wait.ts'

export const association: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'address association'
    const instance = lasting(wanted, found)
    const address = keptAddress(wanted, found)
    const name = address?.address ?? nameOf(found.environment)
    if (instance && address?.instance === instance.id)
      return [{ action: 'keep', kind, name, id: address.id, differs: [] }]

    const to = instance?.id ?? 'the new instance'
    return [
      { action: 'create', kind, name, differs: [difference('instance', address?.instance, to)] },
    ]
  },

  /** Takes the address off another instance, too. */
  create: async work => {
    const InstanceId = await running(work, madeOf(work, 'instance'))
    const AllocationId = madeOf(work, 'address')
    const associating = new AssociateAddressCommand({
      AllocationId,
      InstanceId,
      AllowReassociation: true,
    })
    const codes = ['InvalidAllocationID.NotFound', 'IncorrectInstanceState', 'InvalidInstanceID']
    await patiently(work, { what: `address ${AllocationId} to be seen`, codes }, () =>
      work.aws.ec2.send(associating),
    )
    return AllocationId
  },

  change: async () => {},
}
