// Installs the job queue: pg-boss's schema, the queues, and who may use them.
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { Refusal } from '#db/refusal.ts'
import { queueClient, queues } from './queue.ts'

// Any number will do as long as it never changes: two installers would trip over each other's grants.
const lockKey = 7_203_614_456

const grantsFile = new URL('../../db/access/queue-grants.sql', import.meta.url)

/**
 * Installs or upgrades. Safe to repeat; run by the owner.
 *
 * @throws Refusal where a queue is there with another policy
 */
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
      await requirePolicy(boss, name, policy)
      await boss.updateQueue(name, options)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

const requirePolicy = async (boss: PgBoss, name: string, policy: string) => {
  const found = (await boss.getQueue(name))?.policy
  if (found !== policy)
    throw new Refusal(
      `The queue ${name} has the policy ${found}, and this release wants ${policy}: pg-boss can't ` +
        'change that. Give the new queue a name of its own, and let the old one run empty.',
    )
}
