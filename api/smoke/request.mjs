// Sends one request to the host under test and keeps what a check may look at.

import { Mismatch } from './expect.mjs'
import { isTimeout, rootOf, Unreachable, whyUnreachable } from './unreachable.mjs'

/** @typedef {{ status: number, headers: Headers, text: string, where: string }} Answer */
/** @typedef {{ method?: string, headers?: Record<string, string> }} RequestOptions */
/** @typedef {(path: string, options?: RequestOptions) => Promise<Answer>} SendRequest */

/**
 * A function that asks one host. It throws Unreachable where no answer comes in time.
 * @param {{ base: string, timeoutMs: number }} host
 * @returns {SendRequest}
 */
export const requester =
  ({ base, timeoutMs }) =>
  async (path, { method = 'GET', headers = {} } = {}) => {
    const where = `${method} ${base}${path}`
    const signal = AbortSignal.timeout(timeoutMs)

    const unreachable = (/** @type {unknown} */ error) =>
      new Unreachable(whyUnreachable(error, { base, timeoutMs }), where, { cause: error })

    const response = await fetch(base + path, {
      method,
      headers,
      signal,
      redirect: 'manual',
    }).catch(error => {
      throw unreachable(error)
    })
    const text = await response.text().catch(error => {
      if (isTimeout(error)) throw unreachable(error)
      throw new Mismatch('a whole body', `one that cannot be read: ${rootOf(error).message}`, where)
    })
    return { status: response.status, headers: response.headers, text, where }
  }
