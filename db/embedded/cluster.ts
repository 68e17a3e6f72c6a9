// A real PostgreSQL on this machine, for where there is no Docker: made, started and stopped.
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { ClusterFailed, PasswordsLost } from './errors.ts'
import type { Home } from './home.ts'
import { createPasswords, type Passwords, passwordsFile, readPasswords } from './passwords.ts'
import { freePort } from './port.ts'
import { runningServer } from './postmaster.ts'
import { run } from './run.ts'

export type Settings = Record<string, string | number>
export type Cluster = { host: string; port: number; pid: number; passwords: Passwords }

const host = '127.0.0.1'
const waitSeconds = 120

// No sockets: their paths must stay below 107 bytes, and a project may lie deeper than that.
const always: Settings = {
  listen_addresses: host,
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Stops a server that an earlier run left in this home, then starts one, on a free port if none is given. */
export const startCluster = async (
  home: Home,
  { port, settings = {} }: { port?: number | undefined; settings?: Settings } = {},
): Promise<Cluster> => {
  await stopCluster(home)
  const passwords = await passwordsOfCluster(home)
  const chosenPort = port ?? (await freePort())

  await writeFor(home.account, home.log, { flag: 'a' })
  await control(home, 'start', [
    ...['-l', home.log],
    ...['-o', serverOptions({ ...always, ...settings, port: chosenPort })],
  ])
  const pid = await runningServer(home.data)
  if (pid === undefined) throw new ClusterFailed('stay up', await lastLines(home.log), home.log)
  return { host, port: chosenPort, pid, passwords }
}

/** Ends sessions in the middle of their work (`fast`); their transactions are undone. */
export const stopCluster = async (home: Home): Promise<void> => {
  if (await runningServer(home.data)) await control(home, 'stop', ['-m', 'fast'])
}

const passwordsOfCluster = async (home: Home): Promise<Passwords> => {
  const made = await stat(home.data).catch(() => undefined)
  if (!made) return create(home)

  const passwords = await readPasswords(home.folder)
  if (!passwords) throw new PasswordsLost(passwordsFile(home.folder), home.data)
  return passwords
}

// Renamed when whole, so that an initdb cut short is never taken for a database.
const create = async (home: Home): Promise<Passwords> => {
  const partial = `${home.data}.partial`
  const passwordFile = join(home.folder, 'initdb.password')
  const passwords = await createPasswords(home.folder)
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial)
  await handOver(home.account, partial)
  try {
    await writeFor(home.account, passwordFile, { text: passwords.postgres })
    await initdb(home, partial, passwordFile)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(partial, home.data)
  return passwords
}

const initdb = async (home: Home, data: string, passwordFile: string) => {
  const { ok, output } = await run(
    [
      home.binaries.initdb,
      ...['--pgdata', data],
      ...['--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--no-locale'],
    ],
    home,
  )
  if (!ok) throw new ClusterFailed('make its data folder', output, home.log)
}

const control = async (home: Home, act: 'start' | 'stop', options: string[]) => {
  const { ok, output } = await run(
    [
      home.binaries.pg_ctl,
      act,
      ...['--pgdata', home.data],
      ...['--wait', '--timeout', String(waitSeconds)],
      ...options,
    ],
    home,
  )
  if (!ok) throw new ClusterFailed(act, `${output}\n${await lastLines(home.log)}`, home.log)
}

const serverOptions = (settings: Settings) =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ')

// Made here, because the server's account may not make files beside its data folder.
const writeFor = async (account: Account, file: string, { text = '', flag = 'w' }) => {
  await writeFile(file, text, { mode: 0o600, flag })
  await handOver(account, file)
}

const handOver = async ({ uid, gid }: Account, path: string) => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

const lastLines = async (file: string) =>
  (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-10).join('\n')
