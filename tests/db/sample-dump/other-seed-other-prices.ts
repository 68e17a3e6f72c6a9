// The seed decides: the same gives the same dump, another another.

import t from 'tap'
import { dump } from '#db/sample/dump.ts'
import { prices } from '#db/sample/prices.ts'

const textOf = (seed: number) => [...dump(prices({ count: 20_000, seed }))].join('')

const expected = textOf(2021)

t.test('the same seed gives the same dump', async t => {
  t.ok(textOf(2021) === expected)
})

for (const seed of [0, 1, 2022, 4_294_967_295]) {
  t.test(`seed ${seed} gives another dump than seed 2021`, async t => {
    t.ok(textOf(seed) !== expected)
  })
}
