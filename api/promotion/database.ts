// A worker's way to the database: few connections, statements as long as they need, an end on request.
import { createPool, type DatabasePool, type DatabaseTransactionConnection, sql } from 'slonik'
import { z } from 'zod'
import { loginOf, type WorkerConfig } from '../config.ts'
import { type ConnectionSettings, createDriver } from '../postgres-driver.ts'
import { endsWithoutWorker } from './ends-without-worker.ts'

/** Ways to ask outside of a transaction. */
export type Ask = Pick<DatabasePool, 'one' | 'query'>

/** A transaction; `end` aborted, its session is ended and all it did undone. */
export type Transact = <T>(
  end: AbortSignal,
  work: (transaction: DatabaseTransactionConnection) => Promise<T>,
) => Promise<T>

export type WorkDatabase = Ask & { transact: Transact }

// One for the batch in hand, one purges staging.
const transactions = 2

// They write down what becomes of batches, answer the health check, and end the sessions above.
const questions = 2

// Longer than a large batch keeps the days that it shares with a small one.
const lockTimeout = '-c lock_timeout=60s'

// Longer than that: then the server has gone silent. A transaction may take an hour, and is given
// up by its socket's keepalive, or at the end of the process.
const questionMs = 70_000

/** Connects on the first query, not before. */
export const createWorkDatabase = async (config: WorkerConfig) => {
  const asking = await openPool(config, questions, { query_timeout: questionMs })
  const working = await openPool(config, transactions)

  const transact: Transact = (end, work) =>
    working.connect(async connection => {
      const { pid } = await connection.one(pidQuery)
      const endSession = () => void asking.query(endQuery(pid)).catch(() => {})
      end.addEventListener('abort', endSession, { once: true })
      try {
        end.throwIfAborted()
        return await connection.transaction(work, 0)
      } finally {
        end.removeEventListener('abort', endSession)
      }
    })

  const database: WorkDatabase = {
    one: query => asking.one(query),
    query: query => asking.query(query),
    transact,
  }
  const close = async () => {
    await Promise.all([working.end(), asking.end()])
  }
  return { database, close }
}

const pidQuery = sql.type(z.object({ pid: z.number() }))`select pg_backend_pid() as pid`

const endQuery = (pid: number) => sql.unsafe`select pg_terminate_backend(${pid})`

const openPool = (config: WorkerConfig, maxPoolSize: number, settings: ConnectionSettings = {}) =>
  createPool('', {
    driverFactory: createDriver({
      application_name: 'rates-worker',
      ...loginOf(config),
      ...settings,
      ...endsWithoutWorker,
      options: `${endsWithoutWorker.options} ${lockTimeout}`,
    }),
    maxPoolSize,
    connectionRetryLimit: 0,
    gracefulTerminationTimeout: 1_000,
    tracing: false,
    // No query here changes its session.
    resetConnection: async () => {},
  })
