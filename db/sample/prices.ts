// The prices of the sample dump: January 2021 route by route, then one month after another back.
import { type Day, months } from './months.ts'
import { type Route, routes } from './routes.ts'

export type Price = { origin: string; destination: string; day: string; price: number }

/**
 * Exactly `count` prices: another seed gives other prices, a larger count continues a smaller one.
 * January 2021 of all routes is about 400,000: fewer leave routes out, more add the months before.
 */
export const prices = ({ count, seed }: { count: number; seed: number }) =>
  allPrices(routes(seed)).take(count)

function* allPrices(all: Route[]): Generator<Price> {
  for (const days of months()) {
    for (const route of all) yield* pricesOf(route, days)
  }
}

function* pricesOf({ origin, destination, pricesOn }: Route, days: Day[]): Generator<Price> {
  for (const { number, text } of days) {
    for (const price of pricesOn(number)) yield { origin, destination, day: text, price }
  }
}
