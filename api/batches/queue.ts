// The job queue between the API and the workers: pg-boss, in the database's schema `pgboss`.
import type { Queue } from 'pg-boss'

export const queueSchema = 'pgboss'

/** What a job of any of the queues carries; `client`, the token's name, where it asks for a withdrawal. */
export type BatchJob = { batchId: number; client?: string }

/** Whoever may put jobs into the queue may put anything into them. */
export const isBatchJob = (data: unknown): data is BatchJob => {
  const { batchId, client } = (data ?? {}) as Record<string, unknown>
  return Number.isSafeInteger(batchId) && (client === undefined || typeof client === 'string')
}

/** A batch of this many rows or more waits in the queue of large ones. */
const largeBatchRows = 200_000

/** Where promotions end that failed to the last attempt. */
export const promotionDead = 'promotion-dead'

const minuteSeconds = 60
const daySeconds = 86_400

const rules = {
  // Sent again within seconds when its worker dies: the worker tells every four that it lives
  // (touchMs in promotion/perform.ts).
  heartbeatSeconds: 10,
  retryLimit: 5,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 5 * minuteSeconds,
  notify: true,
  // A batch that waits must never be forgotten: pg-boss drops jobs that wait longer than this.
  retentionSeconds: 365 * daySeconds,
  deleteAfterSeconds: 7 * daySeconds,
} as const

/**
 * Every queue, those that others name first. Safe to change, but for the policy: `installQueue` brings
 * them up to date, and pg-boss can't give another policy to a queue that is there.
 */
export const queues = [
  { ...rules, name: promotionDead, policy: 'standard' },
  {
    ...rules,
    name: 'promotion',
    policy: 'standard',
    expireInSeconds: 15 * minuteSeconds,
    deadLetter: promotionDead,
  },
  {
    ...rules,
    name: 'promotion-large',
    // One at a time over all workers, so that small batches always find a worker.
    policy: 'singleton',
    expireInSeconds: 120 * minuteSeconds,
    deadLetter: promotionDead,
  },
  {
    ...rules,
    name: 'withdrawal',
    // One job a batch, however often it is asked for: its key is the batch.
    policy: 'exclusive',
    expireInSeconds: 120 * minuteSeconds,
  },
] as const satisfies Queue[]

export type QueueName = (typeof queues)[number]['name']

/** The queue of a batch's promotion, and its place in it: the fewer rows, the sooner. */
export const promotionOf = (rows: number): { queue: QueueName; priority: number } =>
  rows >= largeBatchRows
    ? { queue: 'promotion-large', priority: 0 }
    : { queue: 'promotion', priority: Math.ceil(Math.log2(largeBatchRows / Math.max(rows, 1))) }

/** What a process passes to pg-boss beside its connection, where it only sends or works. */
export const queueClient = {
  schema: queueSchema,
  migrate: false,
  createSchema: false,
  schedule: false,
  supervise: false,
} as const
