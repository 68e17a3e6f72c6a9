// Requests that come together are asked together, each gets its own answer, and none waits for ever.
import t from 'tap'
import { together } from '#api/rates/together.ts'

/** Doubles numbers when told to; a negative one fails its whole query. */
const asking = (limits: Partial<{ most: number; atOnce: number; waitMs: number }> = {}) => {
  const queries: number[][] = []
  const gates: PromiseWithResolvers<void>[] = []
  const ask = together(
    async (numbers: number[]) => {
      queries.push(numbers)
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      await gate.promise
      if (numbers.some(number => number < 0)) throw new Error('negative')
      return numbers.map(number => number * 2)
    },
    { most: 3, atOnce: 1, waitMs: 10_000, ...limits },
  )
  const turn = () => new Promise<void>(resolve => setImmediate(() => setImmediate(resolve)))
  const finish = async () => {
    gates.shift()?.resolve()
    await turn()
  }
  return { ask, queries, turn, finish }
}

t.test('those of one turn share a query, up to its limit', async t => {
  const { ask, queries, turn, finish } = asking()
  const answers = Promise.all([1, 2, 3, 4].map(ask))
  await turn()
  t.strictSame(queries, [[1, 2, 3]])
  await finish()
  t.strictSame(queries, [[1, 2, 3], [4]])
  await finish()
  t.strictSame(await answers, [2, 4, 6, 8])
})

t.test('one that comes later never joins a query under way', async t => {
  const { ask, queries, turn, finish } = asking({ atOnce: 2 })
  const first = ask(1)
  await turn()
  const second = ask(2)
  await turn()
  t.strictSame(queries, [[1], [2]])
  await finish()
  await finish()
  t.strictSame(await Promise.all([first, second]), [2, 4])
})

t.test('a query that fails fails its own requests only', async t => {
  const { ask, turn, finish } = asking()
  const failed = Promise.allSettled([ask(-1), ask(1), ask(1)])
  const later = ask(5)
  await turn()
  await finish()
  await finish()
  t.strictSame(
    (await failed).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  t.equal(await later, 10)
})

t.test('one that waits for too long is told so, the others are answered', async t => {
  const { ask, queries, turn, finish } = asking({ waitMs: 20 })
  const first = ask(1)
  await turn()
  await t.rejects(ask(2), { name: 'TimeoutError' })
  const third = ask(3)
  await finish()
  await finish()
  t.strictSame(await Promise.all([first, third]), [2, 6])
  t.strictSame(queries, [[1], [3]])
})
