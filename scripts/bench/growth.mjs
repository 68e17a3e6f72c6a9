// Part (d): what a lone request takes with 10,000,000 prices in the database against 56,000.
import { Agent } from 'node:http'
import { startApi, timeOf } from './api.mjs'
import { inRounds } from './report.mjs'
import { pathOf, someRoutes } from './routes.mjs'
import { largeDump, sampleDump } from './sample.mjs'

const prices = 10_000_000
const requests = 3_000
const routes = 500

/** @type {import('./report.mjs').Part} */
export const growth = {
  title: `p50 of GET /rates, cache off, with ${prices.toLocaleString('en')} prices : with 56,000`,
  target: { atMost: 1.2 },
  ratios: async ({ server, folder, rounds, note, closeLater }) => {
    note('    loading')
    await server.load('small', sampleDump)
    await server.load('large', await largeDump(folder, prices))
    const sides = await Promise.all(['small', 'large'].map(name => side(server, name)))
    for (const { stop } of sides) closeLater(stop)
    await medians(sides)

    const ratios = await inRounds(rounds, async () => {
      const [small = Number.NaN, large = Number.NaN] = await medians(sides)
      note(`    ${large.toFixed(2)} ms : ${small.toFixed(2)} ms`)
      return large / small
    })
    for (const { stop } of sides) await stop()
    return ratios
  },
}

const side = async (
  /** @type {import('./report.mjs').Server} */ server,
  /** @type {string} */ name,
) => {
  const connection = server.connectionOf(name)
  const api = await startApi(connection, { CACHE_MAX_BYTES: '0' })
  const paths = (await someRoutes(connection, routes)).map(pathOf)
  return { ...api, paths, agent: new Agent({ keepAlive: true }) }
}

// In turn, so that whatever else the machine does meets both alike.
const medians = async (/** @type {Awaited<ReturnType<typeof side>>[]} */ sides) => {
  const times = sides.map(() => /** @type {number[]} */ ([]))
  for (let n = 0; n < requests; n++) {
    for (const [place, { url, paths, agent }] of sides.entries()) {
      times[place]?.push(await timeOf(url + paths[n % paths.length], agent))
    }
  }
  return times.map(all => all.toSorted((a, b) => a - b)[requests / 2] ?? Number.NaN)
}
