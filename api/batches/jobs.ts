// Puts jobs into the queue as part of a transaction: no batch without its job, no job without a batch.
import type { ClientBase } from 'pg'
import { PgBoss } from 'pg-boss'
import { isDatabaseAway } from '../database-errors.ts'
import { notReady } from '../problems.ts'
import { type BatchJob, type QueueName, queueClient } from './queue.ts'
import type { Uploads } from './uploads.ts'

type Options = { priority?: number; singletonKey?: string }

export type Jobs = ReturnType<typeof createJobs>

/** Asks the database about the queue on the first job, not before. */
export const createJobs = ({ query }: Pick<Uploads, 'query'>) => {
  let starting: Promise<PgBoss> | undefined
  const started = () => {
    starting ??= start(query).catch(error => {
      starting = undefined
      throw error
    })
    return starting
  }

  return {
    /** To be called before the transaction, which must not wait for another connection. */
    ready: async () => void (await started()),
    send: async (client: ClientBase, queue: QueueName, job: BatchJob, options: Options) => {
      const boss = await started()
      try {
        await boss.send(queue, job, { ...options, db: { executeSql: executeOn(client) } })
      } catch (error) {
        // It may have started without having read the queues, and would refuse to send for a minute.
        starting = undefined
        await boss.stop({ graceful: false })
        throw error
      }
    },
    close: async () => {
      await starting?.then(boss => boss.stop({ graceful: false })).catch(() => {})
    },
  }
}

const start = async (executeSql: Uploads['query']) => {
  const boss = new PgBoss({ ...queueClient, db: { executeSql } })
  // It reads the queues again every minute; where that fails, it keeps what it knows.
  boss.on('error', () => {})
  try {
    await boss.start()
    return boss
  } catch (error) {
    await boss.stop({ graceful: false })
    if (isDatabaseAway(error)) throw error
    throw notReady('The job queue is not there, or of another release: run migrate.', error)
  }
}

const executeOn = (client: ClientBase) => (text: string, values?: unknown[]) =>
  client.query(text, values)
