// One run per home: the system frees the lock when its process ends, kill -9 included.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AlreadyRunning, NotYours } from './errors.ts'

const sqliteBusy = 5

/**
 * SQLite is used for its file lock alone: Node has no other that every system frees by itself.
 *
 * @returns what frees the lock
 * @throws AlreadyRunning naming the process that holds it
 */
export const lockRun = (folder: string): (() => void) => {
  const holderFile = join(folder, 'run.json')
  const lock = acquire(join(folder, 'run.lock'), cause => {
    if (cause.errcode === sqliteBusy) return new AlreadyRunning(folder, readHolder(holderFile))
    return new NotYours(folder, { cause })
  })
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }))
  return () => lock.close()
}

const acquire = (file: string, explain: (cause: Error & { errcode?: number }) => Error) => {
  try {
    const lock = new DatabaseSync(file)
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    throw explain(error as Error)
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
