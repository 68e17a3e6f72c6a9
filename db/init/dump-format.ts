// Turns a dump into SQL text, whatever its format; told apart by content, never by name.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import {
  DumpEmpty,
  DumpFormatUnknown,
  GzipDamaged,
  RestoreFailed,
  RestoreMissing,
} from './dump-errors.ts'

type Chunks = AsyncIterable<Buffer>

const gzipStart = Buffer.from([0x1f, 0x8b])
const customStart = Buffer.from('PGDMP')

export async function* sqlText(chunks: Chunks, file: string): AsyncGenerator<Buffer> {
  const { start, all } = await peek(chunks, file)

  if (startsWith(start, gzipStart)) yield* sqlText(gunzip(all, file), file)
  else if (startsWith(start, customStart)) yield* restore(all, file)
  // Text holds no zero byte; UTF-16, which PowerShell's > writes, does.
  else if (start.includes(0)) throw new DumpFormatUnknown(file)
  else yield* all
}

const startsWith = (bytes: Buffer, start: Buffer) => bytes.subarray(0, start.length).equals(start)

const peek = async (chunks: Chunks, file: string) => {
  const iterator = chunks[Symbol.asyncIterator]()
  let start = Buffer.alloc(0)
  while (start.length < customStart.length) {
    const { value, done } = await iterator.next()
    if (done) break
    start = Buffer.concat([start, value])
  }
  if (start.length === 0) throw new DumpEmpty(file)
  return { start, all: continued(start, iterator) }
}

async function* continued(start: Buffer, rest: AsyncIterator<Buffer>) {
  try {
    yield start
    yield* { [Symbol.asyncIterator]: () => rest }
  } finally {
    await rest.return?.()
  }
}

async function* gunzip(chunks: Chunks, file: string) {
  const unzipped = createGunzip()
  // Its reader, below, meets the same error.
  pipeline(chunks, unzipped).catch(() => {})
  try {
    yield* unzipped
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw code.startsWith('Z_') ? new GzipDamaged(file, error as Error) : error
  }
}

async function* restore(chunks: Chunks, file: string) {
  const child = spawn('pg_restore', ['--no-owner', '--no-privileges', '--file', '-'])
  try {
    await once(child, 'spawn')
  } catch (cause) {
    throw new RestoreMissing(file, { cause })
  }
  const closed = once(child, 'close')
  const complaint = text(child.stderr)
  // When pg_restore gives up reading, its exit code below tells.
  pipeline(chunks, child.stdin).catch(() => {})
  try {
    yield* child.stdout
    const [code] = await closed
    if (code !== 0) throw new RestoreFailed(file, await complaint)
  } finally {
    child.kill()
  }
}
