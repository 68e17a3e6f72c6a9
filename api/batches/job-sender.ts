// Puts jobs into the queue as part of a transaction: no batch without its job, no job without a batch.
import type { ClientBase } from 'pg'
import { PgBoss } from 'pg-boss'
import { isDatabaseAway } from '../database-errors.ts'
import { notReady, Problem } from '../problems.ts'
import { type BatchJob, type QueueName, queueClient, queues } from './queue.ts'
import type { Uploads } from './uploads.ts'

type Options = { priority?: number; singletonKey?: string }

/** Resolves with false where the queue holds a job with the same `singletonKey` already. */
export type SendJob = (
  client: ClientBase,
  queue: QueueName,
  job: BatchJob,
  options: Options,
) => Promise<boolean>

export type JobSender = ReturnType<typeof createJobSender>

/** Asks the database about the queue on the first job, not before. */
export const createJobSender = ({ query }: Pick<Uploads, 'query'>) => {
  let starting: Promise<PgBoss> | undefined
  const started = () => {
    starting ??= start(query).catch(error => {
      starting = undefined
      throw error
    })
    return starting
  }

  return {
    /** What sends; to be had before the transaction, which must not wait for another connection. */
    ready: async (): Promise<SendJob> => {
      const boss = await started()
      return async (client, queue, job, options) => {
        const id = await boss.send(queue, job, {
          ...options,
          db: { executeSql: executeOn(client) },
        })
        if (id === null && options.singletonKey === undefined)
          throw new Error(`The queue ${queue} did not take the job of batch ${job.batchId}.`)
        return id !== null
      }
    },
    close: async () => {
      await starting?.then(boss => boss.stop({ graceful: false })).catch(() => {})
    },
  }
}

const start = async (query: Uploads['query']) => {
  // pg-boss starts also where it could not read the queues, and then refuses to send for a minute.
  const failed: unknown[] = []
  const executeSql: Uploads['query'] = (text, values) =>
    query(text, values).catch(error => {
      failed.push(error)
      throw error
    })
  const boss = new PgBoss({ ...queueClient, db: { executeSql } })
  // It reads the queues again every minute; where that fails, it keeps what it knows.
  boss.on('error', () => {})
  try {
    await boss.start()
    const known = await boss.getQueues(queues.map(({ name }) => name))
    if (failed.length > 0) throw failed[0]
    if (known.length < queues.length) throw new Error('A queue is missing.')
    return boss
  } catch (error) {
    await boss.stop({ graceful: false })
    if (error instanceof Problem || isDatabaseAway(error)) throw error
    throw notReady('The job queue is not there, or of another release: run migrate.', error)
  }
}

const executeOn = (client: ClientBase) => (text: string, values?: unknown[]) =>
  client.query(text, values)
