// What every resource of AWS has: a pure plan, and the acts that a plan may ask for.
import type { Change } from '../change.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import type { Waiting } from './wait.ts'

export type Kind =
  | 'role'
  | 'instance profile'
  | 'security group'
  | 'key pair'
  | 'data volume'
  | 'instance'
  | 'address'
  | 'address association'
  | 'volume attachment'

/** `id` is of the thing found; a thing to create has none yet. */
export type Step = Change & { kind: Kind; id?: string }

/** User data for a new instance, and the public half of the host key that is in it. */
export type FirstBoot = { userData: string; hostKey: string }

export type Hands = Waiting & { aws: Aws }

export type Work = Hands & {
  wanted: Wanted
  /** What the plan was made of. */
  found: Found
  /** The ids of what is there by now: found and kept, or just made. */
  made: Partial<Record<Kind, string>>
  firstBoot: () => FirstBoot | Promise<FirstBoot>
}

export type Resource = {
  plan(wanted: Wanted, found: Found): Step[]
  /** Makes it, or takes what an earlier, unheard answer had made; gives its id. */
  create(work: Work): Promise<string>
  change(work: Work): Promise<unknown>
  /** Done, too, when it is gone already. What ends with its instance has none. */
  remove?(hands: Hands, id: string): Promise<unknown>
}

/** The id of what an earlier step has made or kept. */
export const madeOf = ({ made }: Work, kind: Kind) => {
  const id = made[kind]
  if (id === undefined) throw new Error(`the plan has no ${kind}`)
  return id
}

/** `keep` where nothing differs. */
export const keepOrChange = (
  kind: Kind,
  { id, name }: { id: string; name: string },
  differs: Change['differs'],
): Step => ({ action: differs.length > 0 ? 'change' : 'keep', kind, name, id, differs })
