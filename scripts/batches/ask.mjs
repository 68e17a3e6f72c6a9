// What the API knows of batches, and taking one out again.

import { setTimeout as delay } from 'node:timers/promises'
import { ask } from './client.mjs'
import { batchDetails, batchLine, errorTable } from './report.mjs'

/** @typedef {import('./arguments.mjs').Wanted} Wanted */
/** @typedef {import('./client.mjs').Batch} Batch */

const lookMs = 500

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
 * Waits until it is in one of these states, or a reason is told why it will not be.
 *
 * @param {Wanted} wanted
 * @param {Batch} batch
 * @param {string[]} states
 * @returns {Promise<Batch>}
 */
export const settled = async (wanted, batch, states) => {
  let latest = batch
  while (!states.includes(latest.state) && !latest.reason) {
    await delay(lookMs)
    latest = (await ask(wanted, 'GET', `/batches/${batch.id}`)).answer
  }
  return latest
}
