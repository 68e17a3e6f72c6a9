// The batches of all processes as metrics, read from the database when somebody asks.
import { Gauge, type Registry } from 'prom-client'
import type { Database } from '../postgres.ts'
import { type BatchCount, countEnded, countUnfinished } from './count-batches.ts'

// Prometheus gives up after ten; one scrape must not wait for a database that is away.
const timeoutMs = 1_000

// Batches at their end only grow in number, and so does the time that it takes to count them.
const recountMs = 60_000

const states = ['accepted', 'promoting', 'promoted', 'withdrawn', 'rejected', 'failed'] as const

/** Where the database doesn't answer in time, the numbers of the last scrape that it answered. */
export const measureBatches = (registry: Registry, database: Pick<Database, 'any'>) => {
  const ended = atMostEvery(recountMs, () => countEnded(database))
  const ask = lastKnown(async () => [...(await countUnfinished(database)), ...(await ended())])

  new Gauge({
    name: 'rates_batches',
    help: 'Batches by state, in the whole environment; those at their end are counted once a minute.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { counts } = await ask()
      for (const state of states) if (counts) this.set({ state }, countOf(counts, state))
    },
  })
  new Gauge({
    name: 'rates_promotion_queue_batches',
    help: 'Batches that wait for a worker: accepted and not promoted yet, or to be withdrawn.',
    registers: [registry],
    async collect() {
      const { counts = [] } = await ask()
      this.set(counts.filter(isUnfinished).reduce((sum, { count }) => sum + count, 0))
    },
  })
  new Gauge({
    name: 'rates_promotion_queue_oldest_age_seconds',
    help: 'How long the oldest of them has waited since it was accepted, or its withdrawal asked for; 0 without any.',
    registers: [registry],
    async collect() {
      const { counts = [] } = await ask()
      this.set(Math.max(0, ...counts.filter(isUnfinished).map(({ oldest }) => oldest ?? 0)))
    },
  })
  new Gauge({
    name: 'rates_batches_current',
    help: '1: the database gave the numbers of batches for this scrape; 0: they are older, or none.',
    registers: [registry],
    async collect() {
      this.set(Number((await ask()).isCurrent))
    },
  })
}

const unfinished = ['accepted', 'promoting', 'withdrawing']

const isUnfinished = ({ state }: BatchCount) => unfinished.includes(state)

const countOf = (counts: readonly BatchCount[], wanted: string) =>
  counts.find(({ state }) => state === wanted)?.count ?? 0

/** The last answer while it is younger than that. */
const atMostEvery = <T>(ms: number, ask: () => Promise<T>) => {
  let last: { answer: T; atMs: number } | undefined
  return async () => {
    if (!last || performance.now() - last.atMs > ms)
      last = { answer: await ask(), atMs: performance.now() }
    return last.answer
  }
}

/** One question at a time, however many scrapes. */
const lastKnown = (ask: () => Promise<readonly BatchCount[]>) => {
  let counts: readonly BatchCount[] | undefined
  let asking: Promise<boolean> | undefined

  const answered = async () => {
    try {
      counts = await ask()
      return true
    } catch {
      // Whether the database is away is for /readyz to say, and for the log of requests.
      return false
    } finally {
      asking = undefined
    }
  }

  return async () => {
    asking ??= answered()
    const isCurrent = await Promise.race([asking, falseAfter(timeoutMs)])
    return { counts, isCurrent }
  }
}

const falseAfter = (ms: number) =>
  new Promise<false>(resolve => setTimeout(resolve, ms, false).unref())
