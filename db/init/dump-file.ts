// The dump's file: that it is one, its checksum, and its bytes.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { DumpEmpty, DumpMissing, DumpNotAFile, DumpUnreadable } from './dump-errors.ts'

export const requireFile = async (file: string): Promise<void> => {
  const found = await stat(file).catch(cause => {
    throw cause.code === 'ENOENT' ? new DumpMissing(file) : new DumpUnreadable(file, { cause })
  })
  if (!found.isFile()) throw new DumpNotAFile(file)
  if (found.size === 0) throw new DumpEmpty(file)
  await access(file, constants.R_OK).catch(cause => {
    throw new DumpUnreadable(file, { cause })
  })
}

export const fingerprint = async (file: string) => {
  const hash = createHash('sha256')
  let sizeBytes = 0
  await pipeline(
    sizedChunks(file, bytes => {
      sizeBytes = bytes
    }),
    hash,
  )
  return { sha256: hash.digest('hex'), sizeBytes }
}

/** The file's bytes; tells after each chunk how many were read so far. */
export async function* sizedChunks(
  file: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of createReadStream(file)) {
    bytes += chunk.length
    onRead(bytes)
    yield chunk
  }
}
