// Takes an environment out of AWS, the last made first, and looks whether anything is left.

import { during } from './aws/errors.ts'
import { leftovers } from './aws/leftovers.ts'
import { isOurs, refuseElsewhere } from './aws/ownership.ts'
import type { Hands, Kind, Step } from './aws/resource.ts'
import { refuseForeignUse } from './aws/volume.ts'
import { seconds, stopIfAsked, until } from './aws/wait.ts'
import { findOurs, type Ours } from './found.ts'
import { resources } from './plan.ts'

/**
 * A deletion for each thing that has our tag, none for anything else. Pure.
 * @throws {Refusal} when the data volume is on an instance that is not ours
 */
export const destructionPlan = (found: Ours): Step[] => {
  const { environment, role, profile, securityGroups, keyPairs, volumes, instances, addresses } =
    found
  const inIam = [
    { kind: 'instance profile', thing: profile },
    { kind: 'role', thing: role },
  ] as const
  const own = inIam.flatMap(({ kind, thing }) =>
    thing && isOurs(thing, environment) ? [{ kind, thing }] : [],
  )
  for (const { thing } of own) refuseElsewhere(thing, found)
  refuseForeignUse(found)
  return [
    ...instances.map(({ id }) => deletion('instance', id)),
    ...addresses.map(({ id, address }) => deletion('address', id, address)),
    ...volumes.map(({ id }) => deletion('data volume', id)),
    ...keyPairs.map(({ name }) => deletion('key pair', name)),
    ...securityGroups.map(({ id }) => deletion('security group', id)),
    ...own.map(({ kind, thing }) => deletion(kind, thing.name)),
  ]
}

/** Run again after a crash it goes on from there. */
export const destroy = async (hands: Hands, steps: readonly Step[], environment: string) => {
  for (const { kind, id = '', name } of steps) {
    stopIfAsked(hands.signal)
    const startedAt = performance.now()
    try {
      await resources[kind].remove?.(hands, id)
    } catch (error) {
      throw during(error, `delete ${kind} ${name}`)
    }
    hands.say(`delete ${kind} ${name} (${seconds(performance.now() - startedAt)})`)
  }
  await nothingLeft(hands, environment)
}

const deletion = (kind: Kind, id: string, name = id): Step => ({
  action: 'delete',
  kind,
  name,
  id,
  differs: [],
})

const goneWithinMs = 120_000

/** AWS shows some things for a moment after they are gone. */
const nothingLeft = (hands: Hands, environment: string) => {
  const wait = { what: 'AWS to show that all is gone', timeoutMs: goneWithinMs }
  return until(hands, wait, async () => {
    const steps = destructionPlan(await findOurs(hands.aws, environment))
    const left = [...steps.map(({ name }) => name), ...(await leftovers(hands.aws, environment))]
    wait.what = `${left.join(', ')} to be gone`
    return left.length === 0 ? true : undefined
  })
}
