// Puts a file in its place whole or not at all: until then the one before it stays.
import { createWriteStream } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export class FileNotWritten extends Error {}

/** @throws {FileNotWritten} when the place cannot take the file; any other error as it came. */
export const writeWhole = async (
  path: string,
  chunks: Iterable<string>,
  { signal }: { signal: AbortSignal },
) => {
  const target = await finalPath(path)
  const partial = `${target}.${process.pid}.partial`

  try {
    // Flushed before it is renamed: after a power cut the name holds the old file or the new one.
    await pipeline(Readable.from(chunks), createWriteStream(partial, { flush: true }), { signal })
    await rename(partial, target)
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {
      // The first error is the one to tell; a folder that refused the file may refuse this too.
    })
    throw refusal(target, cause) ?? cause
  }
}

/** Behind a symbolic link; never a device or a folder, which a rename would replace or refuse. */
const finalPath = async (path: string) => {
  const target = await realpath(path).catch(() => resolve(path))
  const found = await stat(target).catch(() => undefined)
  if (found?.isDirectory()) {
    throw new FileNotWritten(`${target} is a folder. Name a file in it: --out ${target}/rates.sql`)
  }
  if (found && !found.isFile()) {
    throw new FileNotWritten(`${target} is not an ordinary file. For standard output: --out -`)
  }
  return target
}

const refusal = (target: string, cause: unknown) => {
  const folder = dirname(target)
  const elsewhere = 'Choose another place with --out.'
  const sentences: Record<string, string> = {
    ENOENT: `the folder ${folder} does not exist. Make it (mkdir -p ${folder}) or name another.`,
    ENOTDIR: `${folder} is not a folder. ${elsewhere}`,
    EACCES: `you may not write in ${folder}. ${elsewhere}`,
    EPERM: `you may not write in ${folder}. ${elsewhere}`,
    EROFS: `${folder} is read-only. ${elsewhere}`,
    ENOSPC: `the disk of ${folder} is full. Free some space, or choose another place with --out.`,
  }
  const sentence = cause instanceof Error && 'code' in cause && sentences[String(cause.code)]
  return sentence ? new FileNotWritten(`Cannot write ${target}: ${sentence}`, { cause }) : undefined
}
