// What the API knows of batches, and taking one out again.

import { setTimeout as delay } from 'node:timers/promises'
import { ask, Refused } from './client.mjs'
import { batchDetails, batchLine, errorTable, waitLine } from './report.mjs'

/** @typedef {import('./arguments.mjs').Wanted} Wanted */
/** @typedef {import('./client.mjs').Batch} Batch */

const lookMs = 500
const tellMs = 5_000

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
  const { state } = wanted
  const query = state === undefined ? '' : `?${new URLSearchParams({ state })}`
  const { answer } = await ask(wanted, 'GET', `/batches${query}`)
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
 * Waits until it is in one of these states, or a reason is told why it will not be, and tells every
 * few seconds that it still does. A service that is away for a moment is asked again.
 *
 * @param {Wanted} wanted
 * @param {Batch} batch
 * @param {string[]} states
 * @returns {Promise<Batch>}
 * @throws Refused where it takes longer than the wanted time
 */
export const settled = async (wanted, batch, states) => {
  const startedMs = performance.now()
  let latest = batch
  let heardMs = startedMs
  let toldMs = startedMs
  while (!states.includes(latest.state) && !latest.reason) {
    const waitedMs = performance.now() - startedMs
    if (waitedMs >= (wanted.waitMs ?? Number.POSITIVE_INFINITY)) throw tooLong(latest, waitedMs)
    if (performance.now() - toldMs >= tellMs) {
      toldMs = performance.now()
      console.error(waitLine(latest, waitedMs))
    }
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

/**
 * @param {Batch} batch
 * @param {number} waitedMs
 */
const tooLong = (batch, waitedMs) =>
  new Refused(
    `${waitLine(batch, waitedMs)}. It goes on by itself: npm run batches -- status ${batch.id}`,
  )
