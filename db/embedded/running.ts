// Where the embedded database answers now, for scripts that come beside `npm start`.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection } from './connection.ts'
import { possibleHomes } from './home.ts'
import { type Passwords, readPasswords } from './passwords.ts'
import { runningServer } from './postmaster.ts'

const portLine = 3

/** How `user` connects to the database that runs in LOCAL_DATA; undefined where none runs. */
export const runningConnection = async (
  localData: string,
  user: keyof Passwords,
): Promise<Connection | undefined> => {
  for (const folder of possibleHomes(localData)) {
    const data = join(folder, 'data')
    const passwords = await readPasswords(folder)
    if (!passwords || !(await runningServer(data))) continue

    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
    const port = Number(lines[portLine])
    return { host: '127.0.0.1', port, database: 'rates', user, password: passwords[user] }
  }
  return undefined
}
