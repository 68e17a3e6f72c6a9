// Writes the sample dump to db/rates.sql, or a larger one for scale tests: see --help.
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { dump } from '../db/sample/dump.ts'
import { FileNotWritten, writeWhole } from '../db/sample/file.ts'
import { BadOption, help, options } from '../db/sample/options.ts'
import { prices } from '../db/sample/prices.ts'
import { grouped, withProgress } from '../db/sample/progress.ts'

const say = (/** @type {string} */ sentence) => process.stderr.write(`${sentence}\n`)

const main = async () => {
  const { out, count, seed, help: helpWanted } = options(words(), { defaultOut: sampleDump })
  if (helpWanted) return console.log(help)

  const startMs = performance.now()
  const counted = withProgress(prices({ count, seed }), { total: count, screen: process.stderr })
  await (out === '-' ? print(dump(counted)) : writeWhole(out, dump(counted), stopping))

  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  const place = out === '-' ? 'standard output' : out
  say(`Wrote ${grouped(count)} prices from seed ${seed} to ${place} in ${seconds} s.`)
}

const sampleDump = resolve(import.meta.dirname, '../db/rates.sql')

/** The words after the script's own name: zx puts its own name before it, node does not. */
const words = () =>
  process.argv.slice(process.argv.findIndex(word => word.endsWith('sample-dump.mjs')) + 1)

const print = (/** @type {Iterable<string>} */ chunks) =>
  pipeline(Readable.from(chunks), process.stdout, stopping)

const stop = new AbortController()
const stopping = { signal: stop.signal }

const exitCodes = { SIGINT: 130, SIGTERM: 143 }
for (const [name, exitCode] of Object.entries(exitCodes)) {
  process.once(name, () => {
    process.exitCode = exitCode
    stop.abort()
  })
}

const fail = (/** @type {any} */ error) => {
  if (stop.signal.aborted) return say('Stopped. No file was changed.')

  process.exitCode = error instanceof BadOption ? 2 : 1
  if (error instanceof BadOption || error instanceof FileNotWritten) return say(error.message)
  // The reader of the pipe has seen enough (| head): nothing to say.
  if (error.code !== 'EPIPE') throw error
}

await main().catch(fail)
