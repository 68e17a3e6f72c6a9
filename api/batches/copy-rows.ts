// Reads a batch into staging while it arrives: request → reader → COPY, each waiting for the next.
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Body } from './body.ts'
import type { Encoding } from './read/decompress.ts'
import { type Format, type ReadOptions, readBatch } from './read/read-batch.ts'
import { toProblem } from './read-problems.ts'

type Source = {
  body: Body
  format: Format
  encoding: Encoding
  limits: ReadOptions['limits']
  signal: AbortSignal
}
type Target = { id: number; ports: ReadonlySet<string> }

const copyStatement = 'copy public.staging (batch_id, orig_code, dest_code, day, price) from stdin'

/** The caller's transaction has to be undone, to a savepoint at least, where there are errors. */
export const copyRows = async (client: ClientBase, source: Source, { id, ports }: Target) => {
  const { body, signal, ...options } = source
  const reading = readBatch(body, { ...options, ports, linePrefix: `${id}\t`, signal })
  const copying = pipeline(reading.copyText, client.query(copyFrom(copyStatement)), { signal })

  const [read, copied] = await Promise.allSettled([reading.result, copying])
  if (signal.aborted) throw signal.reason
  if (read.status === 'rejected') throw toProblem(read.reason) ?? rejection(copied) ?? read.reason
  if (copied.status === 'rejected') throw copied.reason
  return read.value
}

const rejection = (settled: PromiseSettledResult<unknown>) =>
  settled.status === 'rejected' ? settled.reason : undefined
