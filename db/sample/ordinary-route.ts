// A route as most are: a few offers that drift with the market, days without prices, odd repeats.
import { drift, moved } from './drift.ts'
import { dayNumber } from './months.ts'
import { type Draw, draws } from './random.ts'
import type { Ends, Route } from './routes.ts'

type Wanted = Ends & { seed: number; usualPrice: number; market: (day: number) => number }

const offersInFive = [3, 3, 3, 4, 5]
const thinInHundred = 12
const lateInHundred = 6
const gapsInHundred = 3
const repeatsInThousand = 5
const firstLateStart = dayNumber('2021-01-04')
const lateStartDays = 24

export const ordinaryRoute = ({ seed, market, usualPrice, origin, destination }: Wanted): Route => {
  const about = (what: string) => draws(seed, `${origin} ${destination} ${what}`)
  const offers = offersAround(usualPrice, about('offers'))
  const start = startOf(about('start'))
  const offered = offeredOn(about('offered'), offers.length)
  const own = drift(about('drift'), { reach: 30, stepDays: 7 })
  const repeat = about('repeat')

  const pricesOn = (day: number) => {
    if (day < start) return []

    const change = market(day) + own(day)
    const prices = offers.slice(0, offered(day)).map(price => moved(price, change))
    return repeat(1000, day) < repeatsInThousand ? [...prices, ...prices.slice(0, 1)] : prices
  }
  return { origin, destination, pricesOn }
}

const offersAround = (usualPrice: number, draw: Draw) => {
  const length = offersInFive[draw(offersInFive.length, 0)] as number
  return Array.from({ length }, (_, index) => moved(usualPrice, draw(201, 1, index) - 100))
}

const startOf = (draw: Draw) =>
  draw(100, 0) < lateInHundred ? firstLateStart + draw(lateStartDays, 1) : -Infinity

/** How many offers stand on a day: none in a gap, one to three on a thin route, else all. */
const offeredOn = (draw: Draw, all: number) => {
  const thin = draw(100, 0) < thinInHundred

  return (day: number) => {
    if (draw(100, 1, day) < gapsInHundred) return 0
    return thin ? 1 + draw(3, 2, day) : all
  }
}
