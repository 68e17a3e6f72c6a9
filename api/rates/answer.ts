// An answer of GET /rates as it goes out: status, headers, body, and what a condition makes of it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { requestId } from '../http/request-log.ts'

export type Encoding = 'identity' | 'gzip' | 'br'

/** A whole body in one encoding, with its headers as a flat list: name, value, name, … */
export type Answer = { version: number; body: Buffer; headers: string[] }

// Smaller bodies would not shrink by what the header costs.
const smallestCompressed = 1024

const compressions = {
  gzip: promisify(gzip),
  // The level that takes as long as gzip's; the highest takes 50 times that.
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
}

/** The answer of one data version, compressed if that is wanted and of use. */
export const encode = async (version: number, text: string, encoding: Encoding) => {
  const body = Buffer.from(text)
  if (encoding === 'identity' || body.length < smallestCompressed) return answer(version, body)
  return answer(version, await compressions[encoding](body), ['Content-Encoding', encoding])
}

const answer = (version: number, body: Buffer, encoding: string[] = []): Answer => ({
  version,
  body,
  headers: [
    ...always(version),
    'Content-Type',
    'application/json; charset=utf-8',
    ...encoding,
    'Content-Length',
    String(body.length),
  ],
})

// Prices may come at any time: keep the answer, but ask each time whether it still holds.
const always = (version: number) => [
  ...['X-Content-Type-Options', 'nosniff'],
  ...['Cache-Control', 'no-cache'],
  ...['Vary', 'Accept-Encoding'],
  ...['ETag', etag(version)],
]

// Raise it when the same data gives another body.
const bodyFormat = 1

// Weak, as all encodings share it.
const etag = (version: number) => `W/"${bodyFormat}-${version}"`

/** True where the client has the answer of this version. `Cache-Control: no-cache`, which clients
 * like fetch send along, changes nothing: it was asked, and it holds. */
export const isHeld = ({ headers }: Pick<IncomingMessage, 'headers'>, version: number) => {
  const held = headers['if-none-match']
  if (held === undefined) return false
  const strong = etag(version).slice(2)
  return held.split(',').some(tag => [strong, `W/${strong}`, '*'].includes(tag.trim()))
}

export const send = (req: IncomingMessage, res: ServerResponse, answer: Answer) => {
  if (isHeld(req, answer.version)) return sendHeld(req, res, answer.version)
  res.writeHead(200, ['X-Request-Id', requestId(req), ...answer.headers])
  // Node leaves out the body for HEAD.
  res.end(answer.body)
}

export const sendHeld = (req: IncomingMessage, res: ServerResponse, version: number) =>
  void res.writeHead(304, ['X-Request-Id', requestId(req), ...always(version)]).end()
