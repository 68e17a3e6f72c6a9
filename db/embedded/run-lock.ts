// One run per home: the system frees the lock when its process ends, kill -9 included.
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AlreadyRunning, notYours } from './errors.ts'

const sqliteBusy = 5

/**
 * SQLite is used for its file lock alone: Node has no other that every system frees by itself.
 *
 * @returns what frees the lock
 * @throws AlreadyRunning naming the process that holds it
 */
export const lockRun = (folder: string): (() => void) => {
  const holderFile = join(folder, 'run.json')
  try {
    const lockFile = join(folder, 'run.lock')
    closeSync(openSync(lockFile, 'a', 0o600))
    const lock = new DatabaseSync(lockFile)
    lock.exec('begin exclusive')
    const holder = { pid: process.pid, since: new Date().toISOString() }
    writeFileSync(holderFile, JSON.stringify(holder))
    return () => lock.close()
  } catch (cause) {
    const isHeld = (cause as { errcode?: number }).errcode === sqliteBusy
    throw isHeld ? new AlreadyRunning(folder, readHolder(holderFile)) : notYours(folder, cause)
  }
}

const readHolder = (file: string) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // The other run got the lock a moment ago and has not yet said who it is.
    return undefined
  }
}
