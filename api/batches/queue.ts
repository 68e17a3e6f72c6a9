// The job queue between the API and the workers: pg-boss, in the database's schema `pgboss`.
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { PgBoss, type Queue } from 'pg-boss'

export const queueSchema = 'pgboss'

/** What a job of any of the queues carries. */
export type BatchJob = { batchId: number }

/** A batch of this many rows or more waits in the queue of large ones. */
export const largeBatchRows = 200_000

/** Where promotions end that failed to the last attempt. */
export const promotionDead = 'promotion-dead'

const minuteSeconds = 60
const daySeconds = 86_400

const rules = {
  // Sent again within seconds when its worker dies: the worker tells every five that it lives.
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

/** Every queue, those that others name first. Safe to change: `installQueue` brings them up to date. */
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

// Any number will do as long as it never changes: two installers would trip over each other's grants.
const lockKey = 7_203_614_456

const grantsFile = new URL('../../db/access/queue-grants.sql', import.meta.url)

/** Installs or upgrades pg-boss, its queues and who may use them. Safe to repeat; run by the owner. */
export const installQueue = async (connection: pg.ClientConfig) => {
  const client = new pg.Client({ application_name: 'rates-migrate', ...connection })
  // A lost connection also fails the statement under way, which tells it.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await installQueues(client)
    await client.query(await readFile(grantsFile, 'utf8'))
  } finally {
    await client.end()
  }
}

const installQueues = async (client: pg.Client) => {
  const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
  const boss = new PgBoss({ ...queueClient, db, migrate: true, createSchema: true })
  boss.on('error', () => {})
  await boss.start()
  try {
    for (const { name, policy, ...options } of queues) {
      await boss.createQueue(name, { policy, ...options })
      await boss.updateQueue(name, options)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}
