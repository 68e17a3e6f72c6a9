// The key that a file is sent under: that of its content, so that it is one batch however often it is sent.

import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import { createProgress } from './progress.mjs'

/** @typedef {import('./arguments.mjs').Wanted} Wanted */

/**
 * @param {Wanted} wanted
 * @param {string | undefined} encoding
 */
export const keyOf = async ({ target, key, again }, encoding) => {
  if (key !== undefined) return key
  return again ? `again-${randomUUID()}` : `sha256-${await contentHash(target, encoding)}`
}

/**
 * Of what is left after decompression: compressed twice, the same prices make different files.
 *
 * @param {string} file
 * @param {string | undefined} encoding
 */
const contentHash = async (file, encoding) => {
  const progress = createProgress(`Reading ${basename(file)}`, (await stat(file)).size)
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), progress.counting(), decompressed(encoding), hash)
  return hash.digest('hex')
}

/** @param {string | undefined} encoding */
const decompressed = encoding => {
  if (encoding === undefined) return new PassThrough()
  if (encoding === 'gzip') return zlib.createGunzip()
  if (zlib.createZstdDecompress) return zlib.createZstdDecompress()
  throw new Error(`Node ${process.version} knows no zstd, so give the batch a key: --key KEY`)
}
