// What an error from the database means: it is away, it took too long, all connections are busy.

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTCONN',
  'ECONNABORTED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
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

/** True where no connection became free within POOL_WAIT_MS. */
export const isPoolBusy = (error: unknown) => (error as Error | null)?.name === 'TimeoutError'

/** True where the database does not let this login in, SQLSTATE class 28. */
export const isLoginRefused = (error: unknown) => sqlState(error)?.startsWith('28') === true
