// Of batches of like size the one accepted first is promoted first; smaller ones go before larger.
import t from 'tap'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test('one worker', async t => {
  const { connections, accept, all, ask } = await promotions(t)
  const sizes = [50_000, 10, 10, 400, 10, 50_000]
  const ids: number[] = []
  for (const rows of sizes) ids.push(await accept({ rows }))

  await worker(t, connections)
  await all(ids, 'promoted')
  const promoted = await ask('select id from batches order by promoted_at')
  t.strictSame(
    promoted.map(({ id }) => ids.indexOf(Number(id))),
    [1, 2, 4, 3, 0, 5],
  )
})
