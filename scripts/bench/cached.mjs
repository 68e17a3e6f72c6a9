// Part (b): one route, cache on, against a server that does nothing but send the same bytes.
import { answersASecond, startApi, startProgram } from './api.mjs'
import { inRounds } from './report.mjs'
import { pathOf, someRoutes } from './routes.mjs'
import { sampleDump } from './sample.mjs'

const connections = 32

/** @type {import('./report.mjs').Part} */
export const cached = {
  title: `GET /rates, one route, cache on : bare node:http sending the same bytes, ${connections} connections each`,
  target: { atLeast: 0.5 },
  ratios: async ({ server, rounds, note, closeLater }) => {
    await server.load('cached', sampleDump)
    const connection = server.connectionOf('cached')
    const paths = (await someRoutes(connection, 1)).map(pathOf)

    const api = await startApi(connection, {})
    closeLater(api.stop)
    const bare = await startProgram('scripts/bench/bare.mjs', {
      BODY: await (await fetch(api.url + paths[0])).text(),
    })
    closeLater(bare.stop)
    for (const { url } of [api, bare]) await answersASecond(url, { connections, paths })

    const ratios = await inRounds(rounds, async () => {
      const bytes = await answersASecond(bare.url, { connections, paths })
      const answers = await answersASecond(api.url, { connections, paths })
      note(`    ${Math.round(answers)} : ${Math.round(bytes)} a second`)
      return answers / bytes
    })
    await Promise.all([api.stop(), bare.stop()])
    return ratios
  },
}
