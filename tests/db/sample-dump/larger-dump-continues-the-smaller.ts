// A larger dump holds the smaller one and goes on: all routes first, then the months before.

import t from 'tap'
import { prices } from '#db/sample/prices.ts'

const textOf = ({ origin, destination, day, price }: Record<string, string | number>) =>
  `${origin} ${destination} ${day} ${price}`

t.test('a larger dump begins with the smaller one', async t => {
  const small = prices({ count: 56_000, seed: 2021 }).map(textOf).toArray()
  const begin = prices({ count: 200_000, seed: 2021 }).take(56_000).map(textOf).toArray()
  t.strictSame(begin, small)
})

t.test('beyond January 2021 all routes are in use and the days go back', async t => {
  const routes = new Set<string>()
  const days = new Set<string>()
  for (const { origin, destination, day } of prices({ count: 800_000, seed: 2021 })) {
    routes.add(`${origin} ${destination}`)
    days.add(day)
  }

  const sorted = [...days].sort()
  t.equal(routes.size, 2 * 26 * 78, 'every pair of ports, both ways')
  t.equal(sorted.at(-1), '2021-01-31', 'January 2021 stays the last month')
  t.equal(sorted.length, 31 + 31 + 30, 'the days are without a hole')
  t.equal(sorted[0], '2020-11-01')
})
