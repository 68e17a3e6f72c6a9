// Streams a file as one batch.

import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { WrongUsage } from './arguments.mjs'
import { settled } from './ask.mjs'
import { ask } from './client.mjs'
import { createDoubt } from './doubt.mjs'
import { keyOf } from './key.mjs'
import { printable } from './printable.mjs'
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

/** Whether it was accepted; with `waitMs`, whether it was promoted. @param {Wanted} wanted */
export const send = async wanted => {
  const { status, answer } = await upload(wanted)

  if (status === 200)
    console.log(printable(`Batch ${answer.id} was there already under this key.${other}`))
  const isWell = told(answer)
  if (wanted.waitMs === undefined || ends.includes(answer.state)) return isWell
  return told(await settled(wanted, answer, ends))
}

const ends = ['promoted', 'failed', 'withdrawn']
const other = ' To send the same once more: --again.'

/** @param {Wanted} wanted */
const upload = async wanted => {
  const { size, content } = await opened(wanted.target)
  const headers = headersOf(wanted.target, wanted.format)
  const key = await keyOf(wanted, headers['content-encoding']).catch(error => {
    throw cannotRead(wanted.target, error)
  })
  const doubt = createDoubt(wanted.again ? key : undefined)
  const progress = createProgress(`Sending ${basename(wanted.target)}`, size)
  /** @type {unknown} */
  let unreadable
  content.once('error', error => {
    unreadable = cannotRead(wanted.target, error)
  })

  return ask(wanted, 'POST', '/batches', {
    headers: { ...headers, 'content-length': size, 'idempotency-key': key },
    body: request => {
      doubt.begin()
      // A refusal in the middle ends the upload; the answer tells more than the broken pipe.
      pipeline(content, progress.counting(), request).catch(() => {})
    },
  })
    .catch(error => {
      throw unreadable ?? doubt.added(error)
    })
    .finally(() => {
      doubt.end()
      content.destroy()
      progress.end()
    })
}

/** Before anything is sent, so that what is wrong with a file is not taken for a lost connection. */
const opened = async (/** @type {string} */ file) => {
  const handle = await open(file).catch(error => {
    throw cannotRead(file, error)
  })
  const stats = await handle.stat()
  if (stats.isFile()) return { size: stats.size, content: handle.createReadStream() }

  await handle.close()
  throw cannotRead(file, new Error('it is not a file'))
}

/**
 * @param {string} file
 * @param {Error} cause
 */
const cannotRead = (file, cause) =>
  new WrongUsage(`${file} can't be read: ${cause.message}.`, { cause })

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
