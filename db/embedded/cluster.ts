// A real PostgreSQL on this machine, for where there is no Docker: started and stopped.
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createData } from './data.ts'
import { ClusterEnded, ClusterFailed, NotADatabase, PasswordsLost } from './errors.ts'
import { writeFor } from './hand-over.ts'
import type { Home } from './home.ts'
import { type Passwords, passwordsFile, readPasswords } from './passwords.ts'
import { freePort } from './port.ts'
import { runningServer } from './postmaster.ts'
import { lastLines, runProgram } from './program.ts'

export type Settings = Record<string, string | number>
export type Cluster = { host: string; port: number; pid: number; passwords: Passwords }

const host = '127.0.0.1'
const waitSeconds = 120
const lookEveryMs = 1_000

// No sockets: their paths must stay below 107 bytes, and a project may lie deeper than that.
const always: Settings = {
  listen_addresses: host,
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/**
 * Stops a server that an earlier run left in this home, then starts one, on a free port if none
 * is given. pg_ctl gives it a session of its own, so a terminal's Ctrl-C does not reach it.
 */
export const startCluster = async (
  home: Home,
  { port, settings = {} }: { port?: number | undefined; settings?: Settings } = {},
): Promise<Cluster> => {
  await stopCluster(home)
  const passwords = await passwordsOfData(home)
  const chosenPort = port ?? (await freePort())

  await writeFor(home.account, home.log, { flag: 'a' })
  const options = serverOptions({ ...always, ...settings, port: chosenPort })
  await control(home, 'start', ['--log', home.log, '--options', options])
  const pid = await runningServer(home.data)
  if (pid === undefined)
    throw new ClusterFailed('it ended at once', await lastLines(home.log), home.log)
  return { host, port: chosenPort, pid, passwords }
}

/** Ends sessions in the middle of their work (`fast`); their transactions are undone. */
export const stopCluster = async (home: Home): Promise<void> => {
  if (await runningServer(home.data)) await control(home, 'stop', ['--mode', 'fast'])
}

/** Calls `onEnd` once when the server is no longer there; the function that it returns ends the watch. */
export const watchCluster = (home: Home, onEnd: (error: ClusterEnded) => void) => {
  const watch = setInterval(async () => {
    if (await runningServer(home.data)) return
    clearInterval(watch)
    onEnd(new ClusterEnded(home.log))
  }, lookEveryMs)
  return () => clearInterval(watch)
}

const passwordsOfData = async (home: Home): Promise<Passwords> => {
  const made = await stat(home.data).catch(() => undefined)
  if (!made) return createData(home)

  if (!existsSync(join(home.data, 'PG_VERSION'))) throw new NotADatabase(home.data)
  const passwords = await readPasswords(home.folder)
  if (!passwords) throw new PasswordsLost(passwordsFile(home.folder), home.data)
  return passwords
}

const control = (home: Home, act: 'start' | 'stop', options: string[]) =>
  runProgram(home, 'pg_ctl', [
    act,
    ...['--pgdata', home.data],
    ...['--wait', '--timeout', String(waitSeconds)],
    ...options,
  ])

const serverOptions = (settings: Settings) =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ')
