// CNGGZ→EETLL, the route of the documented request: on its last two days no seed changes it.
import { drift, moved } from './drift.ts'
import { dayNumber } from './months.ts'
import { draws } from './random.ts'
import type { Route } from './routes.ts'

const origin = 'CNGGZ'
const destination = 'EETLL'
const steadySince = dayNumber('2021-01-30')

/** Average 1154.33333333333 over 3 prices. */
const steadyPrices = [1243, 1140, 1080]

/** Three prices every day, without a gap. */
export const documentedRoute = (seed: number): Route => {
  const own = drift(draws(seed, `${origin} ${destination}`), { reach: 60, stepDays: 7 })
  const pricesOn = (day: number) => {
    const change = own(Math.min(day, steadySince)) - own(steadySince)
    return steadyPrices.map(price => moved(price, change))
  }
  return { origin, destination, pricesOn }
}
