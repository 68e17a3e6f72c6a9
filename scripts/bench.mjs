// Measures the service against the machine's own limits and prints ratios: npm run bench
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from './bench/cached.mjs'
import { growth } from './bench/growth.mjs'
import { ingestion } from './bench/ingestion.mjs'
import { interference } from './bench/interference.mjs'
import { memory } from './bench/memory.mjs'
import { line, summary } from './bench/report.mjs'
import { startServer } from './bench/server.mjs'
import { uncached } from './bench/uncached.mjs'
import { live } from './cli/life.mjs'
import { readOptions } from './cli/options.mjs'

const rounds = 3

/** @type {Record<string, import('./bench/report.mjs').Part>} */
const parts = { a: uncached, b: cached, c: ingestion, d: growth, e: interference, f: memory }

const list = Object.entries(parts)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join('\n')

const { values } = readOptions(import.meta.url, {
  help: `npm run bench [-- --only a,b] [--json]

Measures in ${rounds} rounds and prints of each ratio the least, the median and the most. Both sides of a
ratio are measured in turn, on this machine, in one run. Needs Docker on Linux; everything that it
starts ends with it. Keep the machine quiet meanwhile.

${list}

  --only a,b   these parts
  --json       an array of results, for programs

Exit code: 0 every target is reached, 1 one is not, or the run failed, 2 it was called wrongly.`,
  options: { only: { type: 'string' }, json: { type: 'boolean' } },
})

const names = values.only?.split(',') ?? Object.keys(parts)
const unknown = names.find(name => !(name in parts))
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

const note = (/** @type {string} */ text) => process.stderr.write(`${text}\n`)

await live(
  async ({ closeLater }) => {
    const folder = await mkdtemp(join(tmpdir(), 'rates-bench-'))
    closeLater(() => rmSync(folder, { recursive: true, force: true }))
    const server = await startServer(folder)
    closeLater(server.stop)

    const results = []
    for (const name of names) {
      const part = /** @type {import('./bench/report.mjs').Part} */ (parts[name])
      note(`==> (${name}) ${part.title}`)
      const ratios = await part.ratios({ server, folder, rounds, note, closeLater })
      const result = summary(name, part, ratios)
      results.push(result)
      if (!values.json) console.log(line(result))
    }
    if (values.json) console.log(JSON.stringify(results, null, 2))
    process.exitCode = results.every(({ reached }) => reached) ? 0 : 1
    // The work is done: close as at a signal.
    process.emit('SIGTERM')
  },
  { tellStop: () => {}, tellError: error => console.error(error) },
)
