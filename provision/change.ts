/** What a plan may do with one thing. */
export type Action = 'create' | 'keep' | 'change' | 'replace' | 'delete'

/** One line of a plan: what is done with which thing, and in what the two differ. */
export type Change = {
  action: Action
  /** What kind of thing: `security group`, `docker engine`, `release`. */
  kind: string
  /** Which one, as its owner knows it: `rates-dev`, `i-0abc`, `1a2b3c4`. */
  name: string
  differs: Difference[]
}

/** `from` is missing where there was nothing, `to` where there will be nothing. Never a secret. */
export type Difference = { what: string; from?: string; to?: string }

export const keep = (kind: string, name: string): Change => ({
  action: 'keep',
  kind,
  name,
  differs: [],
})

export const changes = (plan: readonly Change[]) => plan.filter(({ action }) => action !== 'keep')
