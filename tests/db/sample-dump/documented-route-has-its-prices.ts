// CNGGZ→EETLL answers the documented request whatever the seed and the size.

import t from 'tap'
import { prices } from '#db/sample/prices.ts'

const sizes = [
  { count: 56_000, seed: 2021 },
  { count: 56_000, seed: 7 },
  { count: 1_000, seed: 0 },
  { count: 500_000, seed: 2021 },
]

for (const size of sizes) {
  t.test(`with ${size.count} prices from seed ${size.seed}`, async t => {
    const january = prices(size)
      .filter(price => price.origin === 'CNGGZ' && price.destination === 'EETLL')
      .filter(price => price.day.startsWith('2021-01-'))
      .toArray()

    t.equal(new Set(january.map(price => price.day)).size, 31, 'has prices on all 31 days')
    for (const day of ['2021-01-30', '2021-01-31']) {
      const found = january.filter(price => price.day === day).map(price => price.price)
      t.strictSame(found, [1243, 1140, 1080], `${day} averages 1154.33333333333 over 3`)
    }
  })
}
