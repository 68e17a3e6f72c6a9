// The database of an environment in a local file, before the environment goes.
import { createReadStream } from 'node:fs'
import { type FileHandle, link, open, rm, stat } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from './errors.ts'
import { megabytes } from './megabytes.ts'
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
  await refuseExisting(file)
  const target = await open(part, 'wx', 0o600).catch(error => {
    throw new Refusal(`${part} can't be written: ${error.message}. Name another with --dump-to.`)
  })
  try {
    const dump = ['pg_dump', '--username', 'postgres', '--format', 'custom', 'rates']
    await writeAll(target, stdout => host.run(inDatabase(...dump), { stdout, timeoutMs, signal }))
    // All of it, as a restore would, to nowhere: its list alone is at the beginning.
    const read = inDatabase('pg_restore', '--file', '/dev/null')
    await host.run(read, { stdin: createReadStream(part), timeoutMs, signal })
    await link(part, file)
  } finally {
    await rm(part, { force: true })
  }
  say(`last dump: ${megabytes((await stat(file)).size)} MB in ${file}`)
}

// On the disk before it counts, and a disk that is full is an error of ours.
const writeAll = async (target: FileHandle, dump: (stdout: PassThrough) => Promise<unknown>) => {
  const stdout = new PassThrough()
  const written = pipeline(stdout, target.createWriteStream({ flush: true }))
  written.catch(() => {})
  try {
    await Promise.race([dump(stdout), written.then(() => new Promise(() => {}))])
    stdout.end()
    await written
  } catch (error) {
    stdout.destroy()
    await written.catch(() => {})
    throw error
  }
}

const refuseExisting = async (file: string) => {
  const there = await stat(file).catch(() => undefined)
  if (there) throw new Refusal(`${file} is there already. Name another with --dump-to.`)
}

const runningDatabase = async (host: Host) => {
  // Sandboxes on the host have a database each, of the same name and user.
  const label = 'label=com.docker.compose'
  const filters = [`${label}.project=rates`, `${label}.service=db`, 'status=running']
  const ps = ['docker', 'ps', '--quiet', ...filters.flatMap(filter => ['--filter', filter])]
  const { stdout } = await host.run(ps, { mayFail: true })
  const [container] = stdout.split('\n')
  if (container) return container
  throw new Refusal(
    `No database runs on ${host.address}, so there is no last dump to take. Start it (npx zx scripts/provision.mjs --env NAME), or add --discard-data to go without one.`,
  )
}
