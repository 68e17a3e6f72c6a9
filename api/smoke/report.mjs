// What a run of checks looks like: lines for people, one object for programs.

import { Mismatch } from './expect.mjs'
import { NotRun } from './run.mjs'
import { Unreachable } from './unreachable.mjs'

/** @typedef {import('./run.mjs').Result} Result */

/** @param {Result} result */
export const line = ({ name, ms, error }) => {
  if (error instanceof NotRun)
    return `✗ ${name.padEnd(nameWidth)} ${'–'.padStart(6)}    ${error.message}`
  const outcome = `${error ? '✗' : '✓'} ${name.padEnd(nameWidth)} ${`${ms}`.padStart(6)} ms`
  return [outcome, ...reasons(error).map(reason => `    ${reason}`)].join('\n')
}

/** @param {Result[]} results */
export const verdict = results => {
  const failed = results.filter(({ error }) => error).length
  if (failed > 0) return `smoke: failed (${failed} of ${results.length} checks)`
  const totalMs = results.reduce((sum, { ms }) => sum + ms, 0)
  return `smoke: passed (${results.length} checks, ${totalMs} ms)`
}

/**
 * @param {string} url
 * @param {Result[]} results
 */
export const summary = (url, results) => ({
  url,
  passed: results.every(({ error }) => !error),
  checks: results.map(({ name, ms, error }) =>
    error ? { name, ok: false, ms, error: error.message } : { name, ok: true, ms },
  ),
})

const nameWidth = 20

/** @param {Error | undefined} error */
const reasons = error => {
  if (!error) return []
  if (error instanceof Mismatch) {
    return [`expected ${error.expected}`, `got      ${error.actual}`, `at       ${error.where}`]
  }
  if (error instanceof Unreachable) return [error.message, `at       ${error.where}`]
  return [String(error)]
}
