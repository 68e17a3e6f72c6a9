// Sends one request to the host under test and keeps what a check may look at.

import { Unreachable, whyUnreachable } from './unreachable.mjs'

/** @typedef {{ status: number, headers: Headers, text: string, where: string }} Answer */
/** @typedef {{ method?: string, headers?: Record<string, string> }} RequestOptions */
/** @typedef {(path: string, options?: RequestOptions) => Promise<Answer>} SendRequest */

/**
 * A function that asks one host. It throws Unreachable where no whole answer comes in time.
 * @param {{ base: string, timeoutMs: number }} host
 * @returns {SendRequest}
 */
export const requester =
  ({ base, timeoutMs }) =>
  async (path, { method = 'GET', headers = {} } = {}) => {
    const where = `${method} ${base}${path}`
    const signal = AbortSignal.timeout(timeoutMs)

    try {
      const response = await fetch(base + path, { method, headers, signal, redirect: 'manual' })
      const { status, headers: received } = response
      return { status, headers: received, text: await response.text(), where }
    } catch (error) {
      throw new Unreachable(whyUnreachable(error, { base, timeoutMs }), where, { cause: error })
    }
  }
