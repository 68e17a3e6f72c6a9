// GET /rates: the average price of a route for every day of a range, newest first.
import type { RequestHandler } from 'express'
import type { Database } from '../postgres.ts'
import { formatDay } from './day.ts'
import { parseParameters, type RatesParameters } from './parameters.ts'
import { type DaySum, sumsByDay } from './sums-by-day.ts'

// A day with fewer prices has a count but no rate.
const fewestPrices = 3

type Rate = { count: number | null; day: string; price: number | null }
type Dependencies = { database: Pick<Database, 'any'>; maxRangeDays: number }

export const rates =
  ({ database, maxRangeDays }: Dependencies): RequestHandler =>
  async (req, res) => {
    const query = new URL(req.originalUrl, 'http://rates').searchParams
    const parameters = parseParameters(query, maxRangeDays)

    const sums = await sumsByDay(database, parameters)

    // Prices may come at any time: keep the answer, but ask each time whether it still holds.
    res.set('Cache-Control', 'no-cache').json({ rates: everyDay(parameters, sums) })
  }

const everyDay = ({ from, to }: RatesParameters, sums: readonly DaySum[]) => {
  const byDay = new Map(sums.map(sum => [sum.day, sum]))
  const rates: Rate[] = []
  for (let day = to; day >= from; day--) rates.push(rate(formatDay(day), byDay))
  return rates
}

const rate = (day: string, byDay: Map<string, DaySum>): Rate => {
  const { count, sum } = byDay.get(day) ?? { count: null, sum: 0 }
  return { count, day, price: count !== null && count >= fewestPrices ? sum / count : null }
}
