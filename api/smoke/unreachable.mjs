// Says in one sentence why a host gave no answer.

export class Unreachable extends Error {
  /**
   * @param {string} reason
   * @param {string} where
   * @param {ErrorOptions} options
   */
  constructor(reason, where, options) {
    super(reason, options)
    this.where = where
  }
}

/**
 * @param {unknown} error what fetch threw
 * @param {{ base: string, timeoutMs: number }} host
 */
export const whyUnreachable = (error, { base, timeoutMs }) => {
  const { host, hostname } = new URL(base)
  const { code, message } = rootOf(error)

  if (isTimeout(error)) {
    return `${host} did not answer within ${timeoutMs} ms. Is it overloaded, or is a firewall in between? (--timeout-ms waits longer)`
  }
  if (code === 'ECONNREFUSED') {
    return `Nothing listens on ${host} (${code}). Is the service up, and is the port right?`
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `The name ${hostname} does not resolve (${code}). Is it spelled right?`
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
    return `${host} closed the connection without an answer (${code}). Does it speak HTTP, and did it survive the request?`
  }
  if (code.startsWith('HPE_'))
    return `${host} answers, but not with HTTP (${code}). Is the port right?`
  return `${host} cannot be asked: ${message}${code && ` (${code})`}.`
}

/** @param {unknown} error */
export const isTimeout = error =>
  (error instanceof Error && error.name === 'TimeoutError') ||
  ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'].includes(rootOf(error).code)

/**
 * fetch says only "fetch failed"; the cause knows the reason.
 * @param {unknown} error
 * @returns {{ code: string, message: string }}
 */
export const rootOf = error => {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  if (error.cause instanceof Error) return rootOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { code, message: error.message }
}
