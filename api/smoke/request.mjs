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

    try {
      const response = await fetch(base + path, { method, headers, signal, redirect: 'manual' })
      const text = await wholeBody(response, where)
      return { status: response.status, headers: response.headers, text, where }
    } catch (error) {
      if (error instanceof Mismatch) throw error
      throw new Unreachable(whyUnreachable(error, { base, timeoutMs }), where, { cause: error })
    }
  }

/**
 * @param {Response} response
 * @param {string} where
 */
const wholeBody = (response, where) =>
  response.text().catch(error => {
    if (isTimeout(error)) throw error
    throw new Mismatch('a whole body', `one that cannot be read: ${rootOf(error).message}`, where)
  })
