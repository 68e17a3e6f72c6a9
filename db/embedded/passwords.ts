// The passwords of a local cluster: random, made once, in a file only its user can read.
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notYours } from './errors.ts'

const logins = ['postgres', 'rates_owner', 'rates_api', 'rates_worker'] as const

export type Passwords = Record<(typeof logins)[number], string>

export const passwordsFile = (folder: string) => join(folder, 'passwords.json')

export const readPasswords = async (folder: string): Promise<Passwords | undefined> => {
  const file = passwordsFile(folder)
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw notYours(file, cause)
  }
}

export const createPasswords = async (folder: string): Promise<Passwords> => {
  const passwords = Object.fromEntries(logins.map(login => [login, random()])) as Passwords
  const text = `${JSON.stringify(passwords, null, 2)}\n`
  await writeFile(passwordsFile(folder), text, { mode: 0o600 })
  return passwords
}

const random = () => randomBytes(24).toString('base64url')
