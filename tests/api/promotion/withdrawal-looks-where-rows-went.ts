// A withdrawal looks where the rows of its batch went, and in all of prices where they have moved.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

const promoted = async (t: Parameters<typeof promotions>[0], rows: number) => {
  const tested = await promotions(t)
  const { accept, all, connections, count } = tested
  const before = await count()
  await worker(t, connections)
  const ids = [await accept({ rows }), await accept({ rows }), await accept({ rows })]
  await all(ids, 'promoted')
  const [, id = 0] = ids
  const withdrawn = async () => {
    await tested.withdraw(id)
    await all([id], 'withdrawn')
    t.equal(await count(), before + 2 * rows)
    t.strictSame(await tested.faults(), [])
  }
  return { ...tested, id, withdrawn }
}

t.test('a few rows of many', async t => {
  const { all, ask, id, withdraw } = await promoted(t, 100)
  const told = async () => {
    const [numbers] = await ask(
      `select seq_scan::int as reads, n_tup_ins::int as added, n_tup_del::int as gone
         from pg_stat_user_tables where relname = 'prices'`,
    )
    return numbers as { reads: number; added: number; gone: number }
  }
  // Sessions tell what they did some time later, all of a transaction at once.
  await until(async () => (await told()).added >= 300)
  const before = await told()
  await withdraw(id)
  await all([id], 'withdrawn')
  await until(async () => (await told()).gone === before.gone + 100)
  t.equal((await told()).reads, before.reads, 'the whole table was not read')
})

t.test('rows that moved', async t => {
  const { ask, withdrawn } = await promoted(t, 100)
  await ask(`with moved as (delete from prices where (orig_code, dest_code, day, price) in (
               select orig_code, dest_code, day, price from staging) returning *)
             insert into prices select * from moved order by random()`)
  await withdrawn()
})

t.test('more pages than are named one by one', async t => {
  const { batch, id, withdrawn } = await promoted(t, 170_000)
  const { first_place, last_place } = await batch(id)
  const pageOf = (place: string) => Number(place.match(/\d+/)?.[0])
  t.ok(pageOf(last_place) - pageOf(first_place) > 1_000)
  await withdrawn()
})
