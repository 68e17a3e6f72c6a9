// The pool of connections to the database, and which errors mean that the database is away.
import { createPool, type DatabasePool } from 'slonik'
import type { ServerConfig } from './config.ts'
import { createDriver } from './postgres-driver.ts'

// How much longer than the server's own limit a client waits for an answer: time enough for the
// server to cancel the statement and say so, short enough to notice a server that went silent.
const graceMs = 1_000

// A session that is idle inside a transaction holds locks; nothing here needs to be.
const idleInTransactionMs = 10_000

/** Connects on the first query, not before, so that the API starts while the database is away. */
export const createDatabase = (config: ServerConfig): Promise<DatabasePool> =>
  createPool('', {
    driverFactory: createDriver({
      application_name: 'rates-api',
      host: config.PGHOST,
      port: config.PGPORT,
      database: config.PGDATABASE,
      user: config.PGUSER,
      password: config.PGPASSWORD.reveal(),
      connectionTimeoutMillis: config.CONNECT_TIMEOUT_MS,
      statement_timeout: config.STATEMENT_TIMEOUT_MS,
      query_timeout: config.STATEMENT_TIMEOUT_MS + graceMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
      keepAlive: true,
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

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '53300', // too many connections
  '3D000', // no such database (yet)
])

// SQLSTATE classes: connection exceptions, refused logins, a server that stops or starts.
const awayClasses = /^(08|28|57P)/

const awayMessages = /connection terminated|not queryable|timeout expired|read timeout/i

/** True where the error, or what caused it, says that the database can't be reached or is closing. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = sqlState(error) ?? ''
  return (
    awayCodes.has(code) ||
    awayClasses.test(code) ||
    awayMessages.test(error.message) ||
    isDatabaseAway(error.cause)
  )
}

/** True where the server cancelled the query after STATEMENT_TIMEOUT_MS. */
export const isStatementTimeout = (error: unknown) => sqlState(error) === '57014'

/** The five-character SQLSTATE, or the system's error code, of an error from the database. */
export const sqlState = (error: unknown) => (error as { code?: string } | null)?.code
