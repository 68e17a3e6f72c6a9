// The host's machine.
import { ModifyInstanceAttributeCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2'
import { Refusal } from '../errors.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import { tolerating } from './errors.ts'
import type { FoundInstance } from './find-instances.ts'
import { changeInstance } from './instance-change.ts'
import { instanceDifferences, isProduction } from './instance-differences.ts'
import { keptInstance, reasonsToReplace } from './instance-fate.ts'
import { stop, terminated } from './instance-states.ts'
import { placeOf } from './place.ts'
import { type Hands, keepOrChange, type Resource, type Step } from './resource.ts'
import { runInstance } from './run-instance.ts'
import { difference, nameOf } from './tags.ts'

export const instance: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'instance'
    const kept = keptInstance(found)
    const extra = found.instances
      .filter(other => other !== kept)
      .map(({ id }): Step => ({ action: 'delete', kind, name: id, id, differs: [] }))
    if (!kept) return [newInstance(wanted, found), ...extra]

    const { id } = kept
    const reasons = reasonsToReplace(wanted, found, kept)
    if (reasons.length > 0) {
      placeOf(wanted, found)
      return [{ action: 'replace', kind, name: id, id, differs: reasons }, ...extra]
    }
    refuseWithoutHostKey(kept)
    const differs = instanceDifferences(wanted, found, kept)
    return [keepOrChange(kind, { id, name: id }, differs), ...extra]
  },

  create: runInstance,
  change: changeInstance,

  /** Stopped first, so that PostgreSQL ends cleanly and the data volume comes off whole. */
  remove: async (hands, id) => {
    await stop(hands, id)
    await unprotect(hands, id)
    await tolerating(gone, () =>
      hands.aws.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })),
    )
    await terminated(hands, id)
  },
}

const gone = ['InvalidInstanceID.NotFound']

const newInstance = (wanted: Wanted, found: Found): Step => {
  const { environment, offer } = found
  const differs = [
    difference('size', undefined, offer.size),
    difference('image', undefined, offer.image.id),
    difference('subnet', undefined, placeOf(wanted, found).subnet),
    ...(isProduction(environment) ? [difference('termination', undefined, 'protected')] : []),
  ]
  return { action: 'create', kind: 'instance', name: nameOf(environment), differs }
}

/** Without it nobody can tell whether the right host answers. */
const refuseWithoutHostKey = ({ id, hostKey }: FoundInstance) => {
  if (hostKey) return
  throw new Refusal(
    `The instance ${id} has lost the tag that holds its host key, so nothing tells it from another host. Add --replace: data and address stay.`,
  )
}

const unprotect = ({ aws: { ec2 } }: Hands, InstanceId: string) =>
  tolerating([...gone, 'IncorrectInstanceState'], () =>
    ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }),
    ),
  )
