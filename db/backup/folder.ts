// Backups in a folder, where only their owner reads them.
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../refusal.ts'
import type { File, Place } from './place.ts'
import { size } from './size.ts'
import { readVerdict, verdictsIn } from './verdicts.ts'

export type FolderPlace = Place & {
  /**
   * Notes down beside the backup that it was checked, where no rehearsal can change it: another
   * dump's may write any verdict, and a backup that was good once is not removed for that.
   */
  settle: (name: string) => Promise<void>
}

/** Files of `verdicts` count as if they were in `where`. */
export const folderPlace = (where: string, verdicts: string): FolderPlace => {
  const at = (file: string) => join(where, file)
  const attempt = <T>(act: () => Promise<T>) =>
    act().catch(error => {
      throw explained(error, where)
    })

  const write: Place['write'] = (file, content, bytes) =>
    attempt(async () => {
      await requireRoom(where, file, bytes)
      const part = at(`${file}.part`)
      try {
        await pipeline(content, createWriteStream(part, { mode: 0o600, flush: true }))
        await rename(part, at(file))
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      await sync(where)
    })

  return {
    kind: 'folder',
    where,
    files: () =>
      attempt(async () => {
        const entries = await readdir(where, { withFileTypes: true })
        const files = entries.filter(entry => entry.isFile())
        const own = (await Promise.all(files.map(({ name }) => fileAt(where, name)))).flat()
        const names = new Set(own.map(({ name }) => name))
        return [...own, ...(await verdictsIn(verdicts)).filter(({ name }) => !names.has(name))]
      }),
    read: file =>
      attempt(
        async () =>
          (await unlessGone(readFile(at(file), 'utf8'))) ?? (await readVerdict(verdicts, file)),
      ),
    open: async file => createReadStream(at(file)),
    write,
    remove: file =>
      attempt(async () => {
        await rm(at(file), { force: true })
        await rm(join(verdicts, file), { force: true })
      }),
    settle: async name => {
      const file = `${name}.checked.json`
      const text = await attempt(() => readVerdict(verdicts, file))
      if (text === undefined || (await attempt(() => unlessGone(stat(at(file)))))) return
      await write(file, Readable.from([text], { objectMode: false }), Buffer.byteLength(text))
    },
  }
}

/** None where it has gone since the folder was read, as that of a dump that has just ended. */
const fileAt = async (where: string, name: string): Promise<File[]> => {
  const found = await unlessGone(stat(join(where, name)))
  return found ? [{ name, bytes: found.size, changedAt: found.mtime }] : []
}

const unlessGone = <T>(reading: Promise<T>) =>
  reading.catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

// What stays free for the database, which in production writes to the same volume.
const reserveBytes = 256_000_000

const requireRoom = async (where: string, file: string, bytes: number) => {
  const { bavail, bsize } = await statfs(where)
  if (bavail * bsize < bytes + reserveBytes)
    throw new Refusal(
      `${where} has ${size(bavail * bsize)} of room; ${file} needs ${size(bytes)}, and ${size(reserveBytes)} stay free for the database. ` +
        'Make room, then run the same command again.',
    )
}

/** A new name lasts when its folder is on the disk, too. */
const sync = async (where: string) => {
  const folder = await open(where)
  await folder.sync().finally(() => folder.close())
}

const explained = (error: NodeJS.ErrnoException, where: string) => {
  const sentence = sentences[`${error.code}`]
  return sentence ? new Refusal(`${sentence(where)} (${error.message})`, { cause: error }) : error
}

const sentences: Record<string, (where: string) => string> = {
  ENOENT: where => `There is no folder ${where}. Make it, or name another one by BACKUP_DIR.`,
  EACCES: where =>
    `This process may not use ${where}. Give the folder to its user: chown -R 999:999.`,
  EROFS: where => `${where} can't be written to: its file system is read-only.`,
  ENOSPC: where => `${where} is full. Make room, then run the same command again.`,
}
