// The dump that a first start loads: known by its content, sent once.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { Refusal } from '#provision/errors.ts'
import { megabytes } from '#provision/megabytes.ts'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { dumpFile } from './record.ts'

export type Dump = {
  path: string
  sha256: string
  bytes: number
  /** Asked for by name: only then does it take the place of the one that a host has. */
  chosen: boolean
}

export const readDump = async (root: string, chosen?: string): Promise<Dump> => {
  const path = resolve(chosen ?? `${root}/db/rates.sql`)
  const { size } = await stat(path).catch(error => {
    throw new Refusal(
      `The dump ${path} can't be read (${error.code}): name another with --dump FILE.`,
    )
  })
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return { path, sha256: hash.digest('hex'), bytes: size, chosen: chosen !== undefined }
}

export const missingDump = async (host: Host, { sha256 }: Dump) =>
  (await host.run(['test', '-e', dumpFile(sha256)], { mayFail: true })).code !== 0

/** Sends it unless the host has it, and sees that what arrived is what was sent. */
export const putDump = async (host: Host, dump: Dump, say: Say) => {
  if (!(await missingDump(host, dump))) return
  const target = dumpFile(dump.sha256)
  say(`dump: sending ${megabytes(dump.bytes)} MB`)
  await host.run(['sh', '-c', receive, 'sh', target, dump.sha256], {
    stdin: await packed(dump.path),
    timeoutMs: sendTimeoutMs,
  })
}

const sendTimeoutMs = 60 * 60_000

// User 999 of the database reads it; the folder above lets only root in.
const receive = `
set -eu
part=$1.part
mkdir -p "\${1%/*}"
umask 022
gzip -dc >"$part"
echo "$2  $part" | sha256sum --check --quiet
sync "$part"
mv "$part" "$1"
`

const packed = async (path: string): Promise<Readable> => {
  // Level 1 packs a dump to a fifth at 60 MB/s; what is packed already gains nothing, and loses little.
  const level = (await isPacked(path)) ? 0 : 1
  const file = createReadStream(path)
  const gzip = createGzip({ level })
  file.on('error', error => gzip.destroy(error))
  gzip.on('close', () => file.destroy())
  return file.pipe(gzip)
}

const isPacked = async (path: string) => {
  await using file = await open(path)
  const { buffer } = await file.read({ buffer: Buffer.alloc(5) })
  return buffer.toString('latin1').startsWith('\x1f\x8b') || `${buffer}` === 'PGDMP'
}
