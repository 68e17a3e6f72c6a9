// Runs one of PostgreSQL's programs for a home, as its account.
import { readFile } from 'node:fs/promises'
import { type Binaries, runnableBinaries } from './binaries.ts'
import { BadPath, ClusterFailed } from './errors.ts'
import type { Home } from './home.ts'
import { run } from './run.ts'

// initdb and pg_ctl write shell commands in which these would be read as more than a name.
const shellMarks = /["$`\\\n]/

/** @throws ClusterFailed with what the program said and the end of the server's log */
export const runProgram = async (
  { account, folder, log }: Home,
  program: keyof Binaries,
  parameters: string[],
): Promise<void> => {
  const binaries = await runnableBinaries(account, folder)
  for (const path of [binaries[program], folder]) if (shellMarks.test(path)) throw new BadPath(path)

  const { ok, output } = await run([binaries[program], ...parameters], { account })
  if (!ok) throw new ClusterFailed(`${program} failed`, `${output}\n${await lastLines(log)}`, log)
}

export const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-10).join('\n')
