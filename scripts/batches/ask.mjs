// What the API knows of batches, and taking one out again.

import { setTimeout as delay } from 'node:timers/promises'
import { ask, Refused } from './client.mjs'
import { batchDetails, batchLine, errorTable } from './report.mjs'

/** @typedef {import('./arguments.mjs').Wanted} Wanted */
/** @typedef {import('./client.mjs').Batch} Batch */

const lookMs = 500

// A release or a restart of the database takes seconds.
const patienceMs = 60_000

/** @param {Wanted} wanted */
export const status = async wanted => {
  const { answer } = await ask(wanted, 'GET', `/batches/${wanted.target}`)
  console.log(batchDetails(answer))
  if (answer.error_count > 0) console.log(errorTable(answer.errors, answer.error_count))
  return true
}

/** @param {Wanted} wanted */
export const list = async wanted => {
  const { answer } = await ask(wanted, 'GET', '/batches')
  for (const batch of answer.batches) console.log(batchLine(batch))
  return true
}

/** @param {Wanted} wanted */
export const withdraw = async wanted => {
  const { answer } = await ask(wanted, 'DELETE', `/batches/${wanted.target}`)
  const batch = await settled(wanted, answer, ['withdrawn'])
  console.log(batchLine(batch))
  return batch.state === 'withdrawn'
}

/**
 * Waits until it is in one of these states, or a reason is told why it will not be. A service that
 * is away for a moment is asked again.
 *
 * @param {Wanted} wanted
 * @param {Batch} batch
 * @param {string[]} states
 * @returns {Promise<Batch>}
 */
export const settled = async (wanted, batch, states) => {
  let latest = batch
  let heardMs = performance.now()
  while (!states.includes(latest.state) && !latest.reason) {
    await delay(lookMs)
    try {
      latest = (await ask(wanted, 'GET', `/batches/${batch.id}`)).answer
      heardMs = performance.now()
    } catch (error) {
      const isOver = performance.now() - heardMs > patienceMs
      if (isOver || !(error instanceof Refused) || !error.mayPass) throw error
    }
  }
  return latest
}
