// What rehearsals found, in the folder that is theirs. Code of a dump may have written there: whatever is
// no small plain file is passed over, and no link is followed.
import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { File } from './place.ts'

const mostBytes = 1_000_000
const isVerdict = (name: string) => /\.(checked|failed)\.json$/.test(name)

/** None where there is no such folder. */
export const verdictsIn = async (folder: string): Promise<File[]> => {
  const names = await unlessGone(readdir(folder), [])
  const found = names.filter(isVerdict).map(async (name): Promise<File[]> => {
    const stats = await unlessGone(lstat(join(folder, name)), undefined)
    return stats?.isFile() && stats.size <= mostBytes
      ? [{ name, bytes: stats.size, changedAt: stats.mtime }]
      : []
  })
  return (await Promise.all(found)).flat()
}

/** Undefined where it is not there, or no small plain file. */
export const readVerdict = async (folder: string, name: string) => {
  // A pipe would keep whoever opens it waiting.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await unlessGone(open(join(folder, name), flags), undefined)
  if (!file) return undefined
  try {
    const stats = await file.stat()
    return stats.isFile() && stats.size <= mostBytes ? await file.readFile('utf8') : undefined
  } finally {
    await file.close()
  }
}

const unlessGone = <T, U>(reading: Promise<T>, otherwise: U) =>
  reading.catch(error => {
    if (['ENOENT', 'ELOOP'].includes(error.code)) return otherwise
    throw error
  })
