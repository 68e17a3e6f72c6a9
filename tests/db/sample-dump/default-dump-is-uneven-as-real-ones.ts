// The default dump holds what the API must cope with: thin days, gaps, late starts, repeats.

import t from 'tap'
import { type Price, prices } from '#db/sample/prices.ts'

const all = [...prices({ count: 56_000, seed: 2021 })]
const byRoute = Map.groupBy(all, ({ origin, destination }) => `${origin} ${destination}`)
const byRouteDay = Map.groupBy(all, price => Object.values(price).slice(0, 3).join(' '))
const days = (route: Price[]) => [...new Set(route.map(price => price.day))]

t.test('all prices are of January 2021', async t => {
  t.ok(all.every(({ day }) => day >= '2021-01-01' && day <= '2021-01-31'))
})

t.test('most days of a route have three prices or more, some have one or two', async t => {
  const thin = [...byRouteDay.values()].filter(prices => prices.length < 3)
  t.ok(thin.length > 0 && thin.length < byRouteDay.size / 5, `${thin.length} of ${byRouteDay.size}`)
})

t.test('some routes have days without prices between days with prices', async t => {
  const gappy = [...byRoute.values()].map(days).filter(found => {
    const last = Number(found.at(-1)?.slice(-2))
    return last - Number(found[0]?.slice(-2)) + 1 > found.length
  })
  t.ok(gappy.length > 10, `${gappy.length} of ${byRoute.size}`)
})

t.test('some routes begin late', async t => {
  const late = [...byRoute.values()].map(days).filter(([first = '']) => first > '2021-01-07')
  t.ok(late.length > 0 && late.length < byRoute.size / 5, `${late.length} of ${byRoute.size}`)
})

t.test('some prices are there twice', async t => {
  const distinct = new Set(all.map(price => Object.values(price).join(' ')))
  t.ok(distinct.size < all.length && distinct.size > all.length * 0.95, `${distinct.size}`)
})

t.test('routes run in both directions', async t => {
  const outward = [...byRoute.keys()].filter(route => /^(CN|HK)/.test(route))
  t.ok(outward.length > 100 && byRoute.size - outward.length > 100, `${outward.length} outward`)
})
