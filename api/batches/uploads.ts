// The connections that take in batches: a few of their own, as each is held for a whole batch.
import pg from 'pg'
import { loginOf, type ServerConfig } from '../config.ts'
import { uploadsBusy } from './problems.ts'

// How pg-pool says that none of its connections became free, which has no code.
const allInUse = /timeout exceeded when trying to connect/

// How much longer than a batch may take a client waits for the server; then the server is silent.
const graceMs = 5_000

// Between two statements here nothing waits; a process that stopped in between must not hold locks.
const idleInTransactionMs = 30_000

export type Uploads = ReturnType<typeof createUploads>

/** Connects on the first batch, not before. */
export const createUploads = (config: ServerConfig) => {
  const pool = new pg.Pool(settings(config))
  pool.on('error', () => {})
  // A lost connection also fails the statement under way, which tells it.
  pool.on('connect', client => client.on('error', () => {}))

  const connect = async () => {
    try {
      return await pool.connect()
    } catch (error) {
      throw allInUse.test((error as Error).message) ? uploadsBusy() : error
    }
  }

  return {
    /** All that `work` writes, or nothing. On disk once this resolves. */
    transaction: async <T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> => {
      const client = await connect()
      try {
        await client.query('begin read write; set local synchronous_commit = on')
        const outcome = await work(client)
        await client.query('commit')
        client.release()
        return outcome
      } catch (error) {
        await undo(client)
        throw error
      }
    },
    query: async (text: string, values?: unknown[]) => {
      const client = await connect()
      try {
        const result = await client.query(text, values)
        client.release()
        return result
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    state: () => {
      const { totalCount, idleCount: idle, waitingCount: waiting } = pool
      return { max: pool.options.max, inUse: totalCount - idle, idle, waiting }
    },
    close: () => pool.end(),
  }
}

const settings = (config: ServerConfig) => ({
  application_name: 'rates-api-batches',
  ...loginOf(config),
  max: config.BATCH_UPLOADS,
  idleTimeoutMillis: 60_000,
  statement_timeout: config.BATCH_TIMEOUT_MS + graceMs,
  query_timeout: config.BATCH_TIMEOUT_MS + 2 * graceMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
})

// The server undoes the transaction of a closed connection by itself, but later: locks go first here.
const undo = async (client: pg.PoolClient) => {
  try {
    await client.query({ text: 'rollback', query_timeout: graceMs } as pg.QueryConfig)
    client.release()
  } catch {
    // What went wrong before is what the caller needs to hear.
    client.release(true)
  }
}
