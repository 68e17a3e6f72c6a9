// Batches and their errors as a person reads them.

import { printable } from './printable.mjs'

/** @typedef {import('./client.mjs').Batch} Batch */
/** @typedef {import('./client.mjs').PriceError} PriceError */

/** @param {Batch} batch */
export const batchLine = batch => {
  const { id, rows, received_at, client, reason, error_count } = batch
  const what = `Batch ${id}: ${stateOf(batch)}, ${rows.toLocaleString('en')} rows, ${received_at}, ${client}`
  const why = reason ?? (error_count > 0 ? `${error_count} errors` : undefined)
  return printable(why ? `${what}: ${why}` : what)
}

/** @param {Batch} batch */
const stateOf = ({ state, withdrawal_requested_at }) =>
  state === 'promoted' && withdrawal_requested_at ? 'promoted, withdrawal asked for' : state

/** What it waits for, and since when. @param {Batch} batch @param {number} waitedMs */
export const waitLine = (batch, waitedMs) => {
  const what = batch.state === 'accepted' ? 'accepted, waiting for a worker' : stateOf(batch)
  return printable(`Batch ${batch.id}: ${what}, ${Math.round(waitedMs / 1_000)} s so far`)
}

/** @param {Batch} batch */
export const batchDetails = batch => {
  const times = Object.entries(batch.timings_ms).filter(([, ms]) => ms !== null)
  const lines = times.map(([stage, ms]) => printable(`  ${stage.padEnd(10)} ${ms} ms`))
  const who = batch.withdrawn_by ? [printable(`  withdrawn by ${batch.withdrawn_by}`)] : []
  return [batchLine(batch), ...lines, ...who].join('\n')
}

/**
 * @param {PriceError[]} errors
 * @param {number} count
 */
export const errorTable = (errors, count) => {
  const rows = [
    [errors[0]?.item === undefined ? 'line' : 'item', 'field', 'value', 'reason'],
    ...errors.map(error => [
      error.line ?? error.item,
      error.field,
      shown(error.value),
      error.reason,
    ]),
  ].map(row => row.map(cell => printable(cell ?? '')))
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  const more = count - errors.length
  return more > 0 ? [...lines, printable(`and ${more} more`)].join('\n') : lines.join('\n')
}

/** As JSON, so that its end can be seen. @param {unknown} value */
const shown = value => (value === undefined || value === null ? '' : JSON.stringify(value))
