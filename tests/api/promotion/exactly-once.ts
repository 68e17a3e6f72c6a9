// Every batch is promoted once, however many workers there are and however often its job is sent.
import t from 'tap'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test('two workers, every job twice', async t => {
  const { connections, accept, send, all, ask, count, faults } = await promotions(t)
  const before = await count()
  const ids: number[] = []
  for (let number = 1; number <= 20; number += 1) ids.push(await accept({ rows: number * 100 }))
  for (const id of ids) await send('promotion', id)

  await Promise.all([worker(t, connections), worker(t, connections)])
  await all(ids, 'promoted')
  while ((await ask(unfinished)).length > 0);

  t.equal(await count(), before + (100 * 20 * 21) / 2)
  t.strictSame(await faults(), [])
  const [{ repeated }] = await ask(repeatedVersions)
  t.equal(repeated, '0', 'each has a data version of its own')
})

const unfinished = "select from pgboss.job where state in ('created', 'retry', 'active')"

const repeatedVersions = 'select count(*) - count(distinct data_version) as repeated from batches'
