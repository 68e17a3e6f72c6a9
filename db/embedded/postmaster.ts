// The server process of a data folder, told apart from a stranger that got its process id.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

const pidFile = (data: string) => join(data, 'postmaster.pid')

/**
 * The id of the server that runs on `data`. A file left by a crash names an id that any program
 * may have today; PostgreSQL would refuse to start beside it, so such a file is removed.
 */
export const runningServer = async (data: string): Promise<number | undefined> => {
  const [pid, folder] = await written(data)
  if (!pid || !folder) return undefined
  if ((await commandOf(pid)).includes(folder)) return Number(pid)
  await rm(pidFile(data), { force: true })
}

// Its first two lines: the process id, and the data folder as the server was told it.
const written = async (data: string): Promise<string[]> =>
  (await readFile(pidFile(data), 'utf8').catch(() => '')).split('\n')

const commandOf = async (pid: string): Promise<string> =>
  process.platform === 'linux'
    ? readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    : (await run(['ps', '-ww', '-o', 'command=', '-p', pid])).output
