// Streams a file as one batch.

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { WrongUsage } from './arguments.mjs'
import { settled } from './ask.mjs'
import { ask } from './client.mjs'
import { createProgress } from './progress.mjs'
import { batchLine } from './report.mjs'

/** @typedef {import('./arguments.mjs').Wanted} Wanted */

/** @type {Record<string, string>} */
const types = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  json: 'application/json',
}
/** @type {Record<string, string>} */
const encodings = { gz: 'gzip', zst: 'zstd' }

/** Whether it was accepted; with `wait`, whether it was promoted. @param {Wanted} wanted */
export const send = async wanted => {
  const size = await sizeOf(wanted.target)
  const headers = {
    ...headersOf(wanted.target, wanted.format),
    'content-length': size,
    ...(wanted.key && { 'idempotency-key': wanted.key }),
  }

  const progress = createProgress(`Sending ${basename(wanted.target)}`, size)
  const { status, answer } = await ask(wanted, 'POST', '/batches', {
    headers,
    body: request => {
      // A refusal in the middle ends the upload; the answer tells more than the broken pipe.
      pipeline(createReadStream(wanted.target), progress.counting(), request).catch(() => {})
    },
  }).finally(progress.end)

  if (status === 200) console.log(`Batch ${answer.id} was there already under this key.`)
  if (!wanted.wait) return told(answer)
  return told(await settled(wanted, answer, ['promoted', 'failed', 'withdrawn']))
}

/** @param {string} file */
const sizeOf = async file => {
  try {
    return (await stat(file)).size
  } catch (error) {
    throw new WrongUsage(`${file} can't be read: ${/** @type {Error} */ (error).message}.`)
  }
}

/**
 * @param {string} file
 * @param {string | undefined} format
 * @returns {Record<string, string>}
 */
const headersOf = (file, format) => {
  const parts = basename(file).toLowerCase().split('.')
  const encoding = encodings[parts.at(-1) ?? '']
  const name = format ?? parts.at(encoding ? -2 : -1) ?? ''
  const type = types[name]
  if (!type) throw new WrongUsage(`Say how ${file} is written: --format csv, ndjson or json.`)
  return { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) }
}

/** @param {import('./client.mjs').Batch} batch */
const told = batch => {
  console.log(batchLine(batch))
  return batch.state !== 'failed' && batch.state !== 'withdrawn'
}
