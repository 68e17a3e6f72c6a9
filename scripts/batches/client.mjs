// Requests to the API with the token, and what it says where it refuses.

import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { text } from 'node:stream/consumers'
import { printable } from './printable.mjs'

/** @typedef {import('./arguments.mjs').Service} Service */
/** @typedef {{ line?: number, item?: number, field: string, value: unknown, reason: string }} PriceError */
/**
 * @typedef {{ id: number, state: string, client: string, withdrawn_by: string | null,
 *   withdrawal_requested_at: string | null, rows: number, received_at: string,
 *   timings_ms: Record<string, number | null>, reason: string | null,
 *   error_count: number, errors?: PriceError[] }} Batch
 */

export class Refused extends Error {
  /** @type {PriceError[]} */
  errors = []
  errorCount = 0
  /** Whether it may be gone in a moment: no connection, or 503. */
  mayPass = false
}

/** How long a server that says nothing to Expect is waited for. */
const continueMs = 2_000

/**
 * @param {Service} service
 * @param {string} method
 * @param {string} path
 * @param {{ headers?: Record<string, string | number>,
 *   body?: (request: import('node:http').ClientRequest) => void }} [options]
 */
export const ask = async (service, method, path, { headers = {}, body } = {}) => {
  const response = await respond(service, method, path, headers, body)
  const answer = parse(
    await text(response).catch(error => {
      throw unreachable(service.url, error)
    }),
  )
  if ((response.statusCode ?? 500) >= 400) throw refusal(response.statusCode, answer)
  return { status: response.statusCode, answer }
}

/**
 * Asks before it sends a body, so that a refusal costs no upload.
 *
 * @param {Service} service
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string | number>} headers
 * @param {((request: import('node:http').ClientRequest) => void) | undefined} body
 * @returns {Promise<import('node:http').IncomingMessage>}
 */
const respond = ({ url, token }, method, path, headers, body) =>
  new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? secure : plain
    const expect = body ? { expect: '100-continue' } : {}
    const sending = start(url.origin + url.pathname.replace(/\/+$/, '') + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers, ...expect },
    })
    const begin = () => {
      clearTimeout(impatience)
      sending.off('continue', begin)
      body?.(sending)
    }
    const impatience = body ? setTimeout(begin, continueMs) : undefined
    sending.on('continue', begin)
    sending.on('response', response => {
      clearTimeout(impatience)
      resolve(response)
    })
    sending.on('error', error => {
      clearTimeout(impatience)
      reject(unreachable(url, error))
    })
    if (body) sending.flushHeaders()
    else sending.end()
  })

/** @param {string} body */
const parse = body => {
  try {
    return JSON.parse(body)
  } catch {
    return { detail: body.slice(0, 200) }
  }
}

/**
 * @param {number | undefined} status
 * @param {any} answer
 */
const refusal = (status, answer) => {
  const refused = new Refused(printable(`${answer.detail ?? 'No reason given.'} (${status})`))
  refused.errors = answer.errors ?? []
  refused.errorCount = answer.error_count ?? 0
  refused.mayPass = status === 503
  return refused
}

/**
 * @param {URL} url
 * @param {Error} cause
 */
const unreachable = (url, cause) => {
  const why = cause.message || /** @type {any} */ (cause).code
  const refused = new Refused(printable(`The connection to ${url.origin} failed: ${why}.`), {
    cause,
  })
  refused.mayPass = true
  return refused
}
