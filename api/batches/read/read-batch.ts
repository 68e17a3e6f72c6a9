// Turns the body of a batch into rows for COPY as it arrives, and finds everything wrong with it.
import { finished, type Readable, Transform } from 'node:stream'
import { finished as whenFinished } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { csvReader } from './csv.ts'
import { decompressor, type Encoding, hasReadAll } from './decompress.ts'
import { ConnectionLost, Undecodable } from './failures.ts'
import type { Finding } from './findings.ts'
import { jsonArrayReader } from './json-array.ts'
import { ndjsonReader } from './ndjson.ts'
import { Rows } from './rows.ts'
import { BatchText } from './text.ts'

export type Format = 'csv' | 'ndjson' | 'json'

export type ReadOptions = {
  format: Format
  encoding: Encoding
  /** Every code that a price may have. */
  ports: ReadonlySet<string>
  /** Begins every line of `copyText`, for example with the batch's id and a tab. */
  linePrefix: string
  /** `maxBytes` counts what is left after decompression. */
  limits: { maxBytes: number; maxRows: number }
  signal?: AbortSignal
}

export type ReadResult = {
  rows: number
  /** Of the body after decompression, as is `sha256`, which is in hexadecimal. */
  sizeBytes: number
  sha256: string
  /** A batch with errors has to be rejected whole; the first 100 of them are listed. */
  errors: { count: number; first: Finding[] }
}

export type BatchReading = {
  /**
   * Lines of COPY's text format: orig_code, dest_code, day, price. Has to be read to its end, as
   * nothing goes on otherwise. After the first error in a price no more lines come, but the rest
   * is checked.
   */
  copyText: Readable
  /** Rejects with what `copyText` fails with: a ReadFailure, or the reason of `signal`. */
  result: Promise<ReadResult>
}

const readers = { csv: csvReader, ndjson: ndjsonReader, json: jsonArrayReader }

/** However reading ends, `source` is not destroyed: its socket is needed for the answer. */
export const readBatch = (source: Readable, options: ReadOptions): BatchReading => {
  const { format, encoding, limits, signal } = options
  const rows = new Rows({ ...options, maxRows: limits.maxRows, inItems: format === 'json' })
  const text = new BatchText(readers[format](rows), limits.maxBytes)
  const copyText = toCopyText(text, rows)
  feed(copyText, source, encoding, signal)

  const result = whenFinished(copyText).then(() => resultOf(text, rows))
  result.catch(() => {}) // the caller may have got the same from copyText
  return { copyText, result }
}

// A wrong line costs ten times a right one (2 to 5 µs for JSON, whose parser throws), so once there
// was one the event loop has its turn between pieces, every 10 ms or so.
const pieceBytes = 8_192

const toCopyText = (text: BatchText, rows: Rows) => {
  const addPieces = async (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      if (rows.findings.count > 0) await nextTurn()
      text.add(chunk.subarray(at, at + pieceBytes))
    }
    return rows.takeCopyText()
  }

  const end = async () => {
    text.end()
    if (rows.count === 0 && rows.findings.count === 0) {
      rows.findings.add(1, null, '', 'the batch is empty')
    }
    return rows.takeCopyText()
  }

  return new Transform({
    transform: (chunk, _, done) => void addPieces(chunk).then(lines => done(null, lines), done),
    flush: done => void end().then(lines => done(null, lines), done),
  })
}

const feed = (copyText: Transform, source: Readable, encoding: Encoding, signal?: AbortSignal) => {
  const decompressed = decompressor(encoding)
  const forget = finished(source, { writable: false }, error => {
    if (error) copyText.destroy(new ConnectionLost(error))
  })
  const abort = () => copyText.destroy(signal?.reason)
  signal?.addEventListener('abort', abort)

  copyText.once('close', () => {
    signal?.removeEventListener('abort', abort)
    forget()
    source.unpipe(decompressed)
    decompressed.destroy()
  })
  const refuse = (cause: Error) => copyText.destroy(new Undecodable(encoding, cause))
  decompressed
    .once('error', refuse)
    .once('end', () => hasReadAll(decompressed) || refuse(new Error('more comes after its end')))
  if (signal?.aborted) abort()
  else source.pipe(decompressed).pipe(copyText)
}

const resultOf = (text: BatchText, { count, findings }: Rows): ReadResult => ({
  rows: count,
  sizeBytes: text.sizeBytes,
  sha256: text.sha256(),
  errors: { count: findings.count, first: findings.first },
})
