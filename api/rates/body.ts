// The body of GET /rates: every day of the range, newest first.
import { formatDay } from './day.ts'
import type { RatesParameters } from './parameters.ts'
import type { Sums } from './sums-by-day.ts'

// A day with fewer prices has a count but no rate.
const fewestPrices = 3

// Written by hand: JSON.stringify of an object a day takes twice as long, and this is most of the
// work of a request. Numbers and null read the same either way.
export const ratesBody = (
  { from, to }: Pick<RatesParameters, 'from' | 'to'>,
  days: Sums['days'],
) => {
  const places = new Map<number, number>()
  for (let place = 0; place < days.length; place += 3) places.set(days[place] as number, place)

  const rates: string[] = []
  for (let day = to; day >= from; day--) {
    const place = places.get(day)
    rates.push(
      place === undefined
        ? rate(day, null, null)
        : rate(day, days[place + 1] as number, price(days[place + 1], days[place + 2])),
    )
  }
  return `{"rates":[${rates.join(',')}]}`
}

const rate = (day: number, count: number | null, price: number | null) =>
  `{"count":${count},"day":"${formatDay(day)}","price":${price}}`

const price = (count = 0, sum = 0) => (count >= fewestPrices ? sum / count : null)
