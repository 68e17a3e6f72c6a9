// Part (a): distinct routes, cache off, against the database server alone.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answersASecond, startApi } from './api.mjs'
import { inRounds } from './report.mjs'
import { from, pathOf, someRoutes, to } from './routes.mjs'
import { sampleDump } from './sample.mjs'

const connections = 32
const routes = 64

/** @type {import('./report.mjs').Part} */
export const uncached = {
  title: `GET /rates, distinct routes, cache off : pgbench with the prepared statement, ${connections} connections each`,
  target: { atLeast: 0.35 },
  ratios: async ({ server, folder, rounds, note, closeLater }) => {
    await server.load('uncached', sampleDump)
    const connection = server.connectionOf('uncached')
    const asked = await someRoutes(connection, routes)
    const scripts = await Promise.all(asked.map((route, place) => script(folder, route, place)))

    const env = { CACHE_MAX_BYTES: '0', POOL_SIZE: String(connections) }
    const api = await startApi(connection, env)
    closeLater(api.stop)
    const load = { connections, paths: asked.map(pathOf) }
    await answersASecond(api.url, load)

    const ratios = await inRounds(rounds, async () => {
      const alone = await server.pgbench('uncached', scripts, connections)
      const answers = await answersASecond(api.url, load)
      note(`    ${Math.round(answers)} : ${Math.round(alone)} a second`)
      return answers / alone
    })
    await api.stop()
    return ratios
  },
}

// The statement for one route. The API's own asks for several at once; with a single one in it, it
// is the slower of the two, so this is the harder side to be compared with.
const script = async (
  /** @type {string} */ folder,
  /** @type {import('./routes.mjs').Route} */ { orig_code, dest_code },
  /** @type {number} */ place,
) => {
  const file = join(folder, `route-${place}.sql`)
  await writeFile(
    file,
    `select (select version from ops.data_version) as version,
       day - date '1970-01-01' as day, count, sum
  from routes
  join rollup on route_id = id
 where orig_code = '${orig_code}' and dest_code = '${dest_code}'
   and day between '${from}' and '${to}';\n`,
  )
  return file
}
