// The API's way to the database: a pool of connections that is never waited for without end.
import PQueue from 'p-queue'
import { createPool, type DatabasePool } from 'slonik'
import { loginOf, type ServerConfig } from './config.ts'
import { createDriver } from './postgres-driver.ts'

// How much longer than the server's own limit a client waits for an answer: time enough for the
// server to cancel the statement and say so, short enough to notice a server that went silent.
const graceMs = 1_000

// A session that is idle inside a transaction holds locks; nothing here needs to be.
const idleInTransactionMs = 10_000

/** Ways to ask; each rejects with an error that database-errors.ts can tell apart. */
export type Database = Pick<DatabasePool, 'any' | 'one'>

/** Connects on the first query, not before, so that the API starts while the database is away. */
export const createDatabase = async (config: ServerConfig) => {
  const pool = await openPool(config)

  // Slonik's own queue forgets those who wait when a connection can't be made: while the database
  // was away, requests hung for ever. With at most POOL_SIZE queries at once nobody waits there.
  const queue = new PQueue({ concurrency: config.POOL_SIZE })
  const take = <T>(ask: () => Promise<T>) => {
    const waiting = new AbortController()
    const deadline = setTimeout(() => waiting.abort(busy(config)), config.POOL_WAIT_MS)
    const begin = () => {
      clearTimeout(deadline)
      return ask()
    }
    return queue.add(begin, { signal: waiting.signal })
  }

  const database: Database = {
    any: query => take(() => pool.any(query)),
    one: query => take(() => pool.one(query)),
  }
  const state = () => {
    const { acquiredConnections: inUse, idleConnections: idle } = pool.state()
    return { max: config.POOL_SIZE, inUse, idle, waiting: queue.size }
  }
  return { database, state, close: () => pool.end() }
}

const busy = ({ POOL_WAIT_MS }: ServerConfig) =>
  new DOMException(`No connection was free within ${POOL_WAIT_MS} ms`, 'TimeoutError')

const openPool = (config: ServerConfig) =>
  createPool('', {
    driverFactory: createDriver({
      ...loginOf(config),
      application_name: 'rates-api',
      statement_timeout: config.STATEMENT_TIMEOUT_MS,
      query_timeout: config.STATEMENT_TIMEOUT_MS + graceMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
    }),
    maxPoolSize: config.POOL_SIZE,
    // A client hears of an absent database at once and retries by itself, see Retry-After.
    connectionRetryLimit: 0,
    gracefulTerminationTimeout: graceMs,
    idleTimeout: 60_000,
    tracing: false,
    // Slonik would send DISCARD ALL after every query. No query here changes its session.
    resetConnection: async () => {},
  })
