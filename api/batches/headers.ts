// What the headers of a POST say about the batch in its body; refuses before the body is read.
import type { IncomingMessage } from 'node:http'
import { preferredWaitSeconds } from './prefer.ts'
import { badIdempotencyKey, tooLarge, unknownEncoding, unknownMediaType } from './problems.ts'
import type { Encoding } from './read/decompress.ts'
import type { Format } from './read/read-batch.ts'

const formats: Record<string, Format> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/json': 'json',
}
const encodings: Encoding[] = ['identity', 'gzip', 'zstd']

/** @throws Problem 400, 413 or 415 */
export const readHeaders = (
  { headers, headersDistinct }: Pick<IncomingMessage, 'headers' | 'headersDistinct'>,
  maxBytes: number,
) => {
  const format = formatOf(headers['content-type'] ?? '')
  const encoding = encodingOf(headers['content-encoding'] ?? 'identity')
  const key = keyOf(headersDistinct['idempotency-key'])
  refuseTooLarge(headers['content-length'], maxBytes)
  return { format, encoding, key, waitSeconds: preferredWaitSeconds(headers.prefer) }
}

const formatOf = (contentType: string): Format => {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map(part => part.trim())
  const isUtf8 = parameters
    .filter(parameter => parameter.startsWith('charset='))
    .every(parameter => /^charset="?utf-?8"?$/.test(parameter))
  const format = Object.hasOwn(formats, type) ? formats[type] : undefined
  if (format === undefined || !isUtf8) throw unknownMediaType(Object.keys(formats))
  return format
}

const encodingOf = (contentEncoding: string): Encoding => {
  const name = contentEncoding.trim().toLowerCase() || 'identity'
  const encoding = encodings.find(encoding => encoding === name)
  if (encoding === undefined) throw unknownEncoding(encodings)
  return encoding
}

const printableAscii = /^[\x20-\x7e]{1,255}$/

// In `headers` two would be one, with a comma in between.
const keyOf = ([key, ...more]: string[] = []) => {
  if (key === undefined) return undefined
  if (more.length > 0 || !printableAscii.test(key)) throw badIdempotencyKey()
  return key
}

// A compressed body that is over the limit already will not get smaller.
const refuseTooLarge = (contentLength: string | undefined, maxBytes: number) => {
  if (Number(contentLength ?? 0) > maxBytes) {
    throw tooLarge(
      `The body has ${contentLength} bytes, the most is ${maxBytes}. Send it in parts.`,
    )
  }
}
