// Makes the data folder of a new cluster, with a password for its superuser.
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { handOver, writeFor } from './hand-over.ts'
import type { Home } from './home.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { runProgram } from './program.ts'

/** Made under another name and renamed when whole: one cut short is never taken for a database. */
export const createData = async (home: Home): Promise<Passwords> => {
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

const initdb = (home: Home, folder: string, passwordFile: string) =>
  runProgram(home, 'initdb', [
    ...['--pgdata', folder],
    ...['--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--no-locale'],
  ])
