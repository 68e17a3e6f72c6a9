// Runs a plan's steps in order. It decides nothing; run again after a crash, a new plan goes on from there.
import { during } from './aws/errors.ts'
import type { Step, Work } from './aws/resource.ts'
import { seconds, stopIfAsked, until } from './aws/wait.ts'
import { changes } from './change.ts'
import { Refusal } from './errors.ts'
import { type Found, find } from './found.ts'
import { plan, resources } from './plan.ts'

export type Apply = Omit<Work, 'made'> & { steps: readonly Step[] }

/** A host as AWS knows it. */
export type Machine = {
  instance: string
  address: string
  /** `ssh-ed25519 AAAA…` */
  hostKey: string
  dataVolume: string
  architecture: string
}

/**
 * Until a plan made anew is empty; gives what is found then.
 * @throws {Refusal} Stopped on the signal, and where the operator can do something
 */
export const apply = async ({ steps, ...work }: Apply): Promise<Found> => {
  await run(work, steps)
  const found = await seen(work)
  const rest = plan(settled(work), found)
  if (changes(rest).length === 0) return found

  // What AWS has made twice, because the answer to the first request was lost, or has left out.
  refuseBeyondMending(rest)
  await run({ ...work, wanted: settled(work), found }, rest)
  return quiet(work)
}

/** Undefined while there is no instance with an address and a volume. */
export const machineOf = ({
  instances,
  addresses,
  volumes,
}: Pick<Found, 'instances' | 'addresses' | 'volumes'>): Machine | undefined => {
  for (const { id, hostKey, architecture } of instances) {
    const address = addresses.find(({ instance }) => instance === id)?.address
    const dataVolume = volumes.find(({ attachedTo }) => attachedTo === id)?.id
    if (hostKey && address && dataVolume)
      return { instance: id, address, hostKey, dataVolume, architecture }
  }
}

const run = async (work: Omit<Work, 'made'>, steps: readonly Step[]) => {
  const made: Work['made'] = {}
  for (const { kind, id, action } of steps) if (id && action !== 'delete') made[kind] = id
  for (const step of steps) if (step.action !== 'keep') await runStep({ ...work, made }, step)
}

const runStep = async (work: Work, step: Step) => {
  stopIfAsked(work.signal)
  const { action, kind, name } = step
  const startedAt = performance.now()
  try {
    await acts[action](work, step)
  } catch (error) {
    throw during(error, `${action} ${kind} ${name}`)
  }
  const id = work.made[kind] ?? name
  work.say(
    `${action} ${kind} ${name}${id === name ? '' : `: ${id}`} (${seconds(performance.now() - startedAt)})`,
  )
}

type Act = (work: Work, step: Step) => Promise<unknown>

const create: Act = async (work, { kind }) => {
  work.made[kind] = await resources[kind].create(work)
}

const remove: Act = async (work, { kind, id = '' }) => resources[kind].remove?.(work, id)

const replace: Act = async (work, step) => {
  await remove(work, step)
  await create(work, step)
}

const acts: Record<Step['action'], Act> = {
  create,
  replace,
  change: (work, { kind }) => resources[kind].change(work),
  delete: remove,
  keep: async () => {},
}

const shownWithinMs = 60_000

/** What was replaced once is not replaced again. */
const settled = ({ wanted }: Pick<Work, 'wanted'>) => ({ ...wanted, replace: false })

/** AWS shows a moment later what it has made; until then a plan would make it again. */
const seen = (work: Omit<Work, 'made'>) => findUntil(work, ({ action }) => action !== 'create')

const quiet = (work: Omit<Work, 'made'>) => findUntil(work, ({ action }) => action === 'keep')

const findUntil = (work: Omit<Work, 'made'>, isRight: (step: Step) => boolean) => {
  const wait = { what: 'AWS to show what was made', timeoutMs: shownWithinMs }
  return until(work, wait, async () => {
    const found = await find(work.aws, work.wanted)
    const wrong = plan(settled(work), found).filter(step => !isRight(step))
    wait.what = `AWS to show what was made; it still asks to ${wrong.map(title).join(', ')}`
    return wrong.length === 0 ? found : undefined
  })
}

const title = ({ action, kind, differs }: Step) =>
  `${action} ${kind}${differs.length > 0 ? ` (${differs.map(({ what }) => what).join(', ')})` : ''}`

const refuseBeyondMending = (rest: readonly Step[]) => {
  const replaced = rest.find(({ action }) => action === 'replace')
  if (replaced)
    throw new Refusal(
      `The ${replaced.kind} ${replaced.name} was made, and is not as wanted: ${replaced.differs.map(({ what, from, to }) => `${what} ${from} instead of ${to}`).join(', ')}. Run again with --plan to see what is planned now.`,
    )
}
