// Part (e): what reads take while a large batch is promoted, against what they take at rest. The
// service is as it runs, with its cache; CACHE_MAX_BYTES=0 in the environment turns that off.
import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { timeOf } from './api.mjs'
import { csvFile } from './csv-file.mjs'
import { inRounds } from './report.mjs'
import { pathOf, someRoutes } from './routes.mjs'
import { startService } from './service.mjs'

const rows = 1_000_000
// One promotion has some 450 reads, so its p99 would be the fifth slowest.
const promotions = 3
const readsASecond = 200
const warmUpMs = 3_000
const restMs = 5_000

/** @type {import('./report.mjs').Part} */
export const interference = {
  title: `p99 of GET /rates, ${readsASecond} a second, while batches of ${rows.toLocaleString('en')} rows are promoted : at rest`,
  target: { atMost: 2 },
  ratios: async ({ server, folder, rounds, note, closeLater }) => {
    const file = await csvFile(folder, rows)
    let round = 0
    return inRounds(rounds, async () => {
      const database = `interference_${++round}`
      const service = await startService({ server, closeLater }, database)
      const routes = await someRoutes(server.connectionOf(database), 200)
      const reads = startReads(service.api.url, routes.map(pathOf))

      await delay(warmUpMs)
      reads.take()
      await delay(restMs)
      const atRest = reads.take()
      const whilePromoting = []
      for (let sent = 0; sent < promotions; sent++) {
        const { batch } = await service.sendApart(file)
        whilePromoting.push(...reads.take().filter(within(batch)))
      }
      const [promoting, rest] = [p99(whilePromoting), p99(atRest)]
      await reads.stop()
      await service.stop()
      note(`    ${promoting.toFixed(1)} ms : ${rest.toFixed(1)} ms`)
      return promoting / rest
    })
  },
}

/** @typedef {{ at: number, ms: number }} Read  when it began, by the clock on the wall, and its time */

// At a fixed rate, whatever the answers take: a slow answer must not keep the next question away.
const startReads = (/** @type {string} */ url, /** @type {string[]} */ paths) => {
  const agent = new Agent({ keepAlive: true })
  /** @type {Read[]} */
  const reads = []
  let count = 0
  const timer = setInterval(async () => {
    const at = Date.now()
    const ms = await timeOf(url + paths[count++ % paths.length], agent)
    reads.push({ at, ms })
  }, 1_000 / readsASecond)

  return {
    take: () => reads.splice(0),
    stop: async () => {
      clearInterval(timer)
      await delay(100)
      agent.destroy()
    },
  }
}

/** @returns {(read: Read) => boolean} */
const within = (/** @type {{ decided_at: string, promoted_at: string }} */ batch) => {
  const [from, to] = [Date.parse(batch.decided_at), Date.parse(batch.promoted_at)]
  return ({ at }) => at >= from && at <= to
}

const p99 = (/** @type {Read[]} */ reads) => {
  const sorted = reads.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN
}
