// The first start loads the dump and answers the documented request; the second takes seconds.
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { interrupt, localService, ready } from '#tests/fixtures/start.ts'

const longestSecondStartMs = 10_000

const asked = async (url: string) => body(await fetch(url + ratesPath({})))

t.test('first and second start', async t => {
  const { start } = await localService(t)

  const first = start()
  const { rates } = await asked(await ready(first))
  t.equal(rates.length, 31)
  t.match(rates[0], { day: '2021-01-31', count: 3, price: 1154.3333333333333 })
  t.match(first.output(), /==> Loading \.\/db\/rates\.sql\n +loaded 56,000 prices, \d+\.\d s/)
  await interrupt(first)

  const startedMs = performance.now()
  const second = start()
  const again = await asked(await ready(second))
  t.ok(performance.now() - startedMs < longestSecondStartMs)
  t.same(again.rates, rates)
  t.match(second.output(), /kept 56,000 prices/)
})
