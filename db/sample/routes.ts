// The routes of the sample dump: every pair of a Chinese and a European port, in both directions.
import { documentedRoute } from './documented-route.ts'
import { drift } from './drift.ts'
import { ordinaryRoute } from './ordinary-route.ts'
import { chinesePorts, europeanPorts } from './ports.ts'
import { type Draw, draws, shuffled } from './random.ts'

export type Ends = { origin: string; destination: string }

/** A route and the prices asked for it on a day (days since 1970), none on a day without prices. */
export type Route = Ends & { pricesOn: (day: number) => number[] }

/** The documented route comes first; the seed decides the order of the others. */
export const routes = (seed: number): Route[] => {
  const market = drift(draws(seed, 'market'), { reach: 180, stepDays: 30 })
  const documented = documentedRoute(seed)
  const others = pairs(draws(seed, 'usual price')).filter(pair => !sameEnds(pair, documented))

  return [
    documented,
    ...shuffled(others, draws(seed, 'order')).map(pair => ordinaryRoute({ seed, market, ...pair })),
  ]
}

const pairs = (draw: Draw) =>
  chinesePorts.flatMap(({ code: china }, row) =>
    europeanPorts.flatMap(({ code: europe }, column) => {
      const outward = 1500 + draw(2700, row, column)
      // Ships return half empty, so the way back costs three fifths.
      const back = Math.trunc((outward * 3) / 5)
      return [
        { origin: china, destination: europe, usualPrice: outward },
        { origin: europe, destination: china, usualPrice: back },
      ]
    }),
  )

const sameEnds = (one: Ends, other: Ends) =>
  one.origin === other.origin && one.destination === other.destination
