// Runs a program to its end, as another account where one is given.
import { execFile } from 'node:child_process'
import type { Account } from './account.ts'

export type Outcome = { ok: boolean; code: number | string; output: string }

/** Never throws: a program that can't be started has the code of the system's error. */
export const run = (
  [program = '', ...parameters]: string[],
  { account = {} }: { account?: Account } = {},
): Promise<Outcome> =>
  new Promise(resolve => {
    execFile(
      program,
      parameters,
      { ...account, cwd: '/', env: environment() },
      (error, stdout, stderr) =>
        resolve({
          ok: error === null,
          code: error?.code ?? 0,
          output: `${stdout}${stderr}`.trim() || (error?.message ?? ''),
        }),
    )
  })

// PGPORT, PGDATA and their like would reach the server, so the caller's variables stay out.
const environment = () => ({ PATH: process.env.PATH ?? '', LC_ALL: 'C' })
