// From one day to the next a price moves a little, as prices do.

import t from 'tap'
import { prices } from '#db/sample/prices.ts'

const dayMs = 86_400_000
const mostPercent = 4

t.test(`the first price of a route moves less than ${mostPercent} % a day`, async t => {
  const firsts = new Map<string, { day: number; price: number }>()
  let compared = 0
  const jumps: string[] = []

  for (const { origin, destination, day, price } of prices({ count: 56_000, seed: 2021 })) {
    const route = `${origin} ${destination}`
    const before = firsts.get(route)
    const today = Date.parse(day) / dayMs
    if (before?.day === today) continue

    firsts.set(route, { day: today, price })
    if (before?.day !== today - 1) continue
    compared++
    const change = Math.abs(price - before.price)
    if (change * 100 >= before.price * mostPercent) jumps.push(`${route} ${day}`)
  }

  t.ok(compared > 10_000, `${compared} pairs of days compared`)
  t.strictSame(jumps, [])
})
