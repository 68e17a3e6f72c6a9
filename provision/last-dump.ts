// The database of an environment in a local file, before the environment goes.
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Refusal } from './errors.ts'
import { megabytes } from './release/megabytes.ts'
import type { Say } from './say.ts'
import type { Host } from './ssh/host.ts'

const hoursMs = 60 * 60_000
const timeoutMs = 12 * hoursMs

type Dumping = { file: string; say: Say; signal: AbortSignal }

/**
 * pg_dump's custom format, for pg_restore and for RATES_DUMP. Read back before it counts; until then it is
 * FILE.part.
 * @throws {Refusal} where no database runs there
 */
export const takeLastDump = async (host: Host, { file, say, signal }: Dumping) => {
  const database = await runningDatabase(host)
  const inDatabase = (...argv: string[]) => ['docker', 'exec', '--interactive', database, ...argv]
  say(`last dump: to ${file}`)

  const part = `${file}.part`
  try {
    const stdout = createWriteStream(part, { mode: 0o600, flags: 'wx' })
    const dump = ['pg_dump', '--username', 'postgres', '--format', 'custom', 'rates']
    await host.run(inDatabase(...dump), { stdout, timeoutMs, signal })
    const list = inDatabase('pg_restore', '--list')
    await host.run(list, { stdin: createReadStream(part), timeoutMs, signal })
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  say(`last dump: ${megabytes((await stat(file)).size)} MB in ${file}`)
}

const runningDatabase = async (host: Host) => {
  const filters = ['label=com.docker.compose.service=db', 'status=running']
  const ps = ['docker', 'ps', '--quiet', ...filters.flatMap(filter => ['--filter', filter])]
  const { stdout } = await host.run(ps, { mayFail: true })
  const [container] = stdout.split('\n')
  if (container) return container
  throw new Refusal(
    `No database runs on ${host.address}, so there is no last dump to take. Start it (npx zx scripts/provision.mjs), or add --discard-data to go without one.`,
  )
}
