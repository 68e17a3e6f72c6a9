// Batches and their errors as a person reads them.

/** @typedef {import('./client.mjs').Batch} Batch */
/** @typedef {import('./client.mjs').PriceError} PriceError */

/** @param {Batch} batch */
export const batchLine = ({ id, state, rows, received_at, client, reason, error_count }) => {
  const what = `Batch ${id}: ${state}, ${rows.toLocaleString('en')} rows, ${received_at}, ${client}`
  const why = reason ?? (error_count > 0 ? `${error_count} errors` : undefined)
  return why ? `${what}: ${why}` : what
}

/** @param {Batch} batch */
export const batchDetails = batch => {
  const times = Object.entries(batch.timings_ms).filter(([, ms]) => ms !== null)
  return [batchLine(batch), ...times.map(([stage, ms]) => `  ${stage.padEnd(10)} ${ms} ms`)].join(
    '\n',
  )
}

/**
 * @param {PriceError[]} errors
 * @param {number} count
 */
export const errorTable = (errors, count) => {
  const rows = [
    ['line', 'field', 'value', 'reason'],
    ...errors.map(({ line, field, value, reason }) => [line, field, shown(value), reason]),
  ].map(row => row.map(cell => String(cell ?? '')))
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  const more = count - errors.length
  return more > 0 ? [...lines, `and ${more} more`].join('\n') : lines.join('\n')
}

/** As JSON, so that no control character of a file reaches the terminal. @param {unknown} value */
const shown = value => (value === undefined || value === null ? '' : JSON.stringify(value))
