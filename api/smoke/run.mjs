// Runs checks one after the other; a host that does not answer ends the run.

import { Unreachable } from './unreachable.mjs'

/** @typedef {import('./checks.mjs').Check} Check */
/** @typedef {{ name: string, ms: number, error?: Error }} Result */

/** A check that was left out, because the host gave no answer to one before it. */
export class NotRun extends Error {}

/**
 * @param {Check[]} checks
 * @param {import('./checks.mjs').Host & { onResult?: (result: Result) => void }} options
 * @returns {Promise<Result[]>} one for each check
 */
export const runChecks = async (checks, { request, onResult = () => {} }) => {
  /** @type {Result[]} */
  const results = []
  for (const check of checks) {
    const silent = results.some(({ error }) => error instanceof Unreachable)
    const result = silent ? leftOut(check) : await timed(check, { request })
    results.push(result)
    onResult(result)
  }
  return results
}

/** @param {Check} check */
const leftOut = ({ name }) => ({
  name,
  ms: 0,
  error: new NotRun('Not run: the host does not answer.'),
})

/**
 * @param {Check} check
 * @param {import('./checks.mjs').Host} host
 * @returns {Promise<Result>}
 */
const timed = async ({ name, run }, host) => {
  const startedAt = performance.now()
  const error = await run(host).then(() => undefined, asError)
  const ms = Math.round(performance.now() - startedAt)
  return error ? { name, ms, error } : { name, ms }
}

/** @param {unknown} thrown */
const asError = thrown => (thrown instanceof Error ? thrown : new Error(String(thrown)))
