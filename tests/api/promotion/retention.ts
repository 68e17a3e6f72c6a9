// The rows of batches decided long ago leave staging; those of younger or unfinished ones stay.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test('after STAGING_RETENTION_DAYS', async t => {
  const { connections, stage, ask, batch } = await promotions(t)
  const decide = async (state: string, days: number, rows = 10) => {
    const id = await stage({ rows })
    await ask(
      `update batches set state = $2, reason = 'why', decided_at = now() - make_interval(days => $3)
        where id = $1`,
      [id, state, days],
    )
    return id
  }
  const old = [
    await decide('promoted', 8, 120_000),
    await decide('withdrawn', 8),
    await decide('failed', 8),
  ]
  const kept = [await decide('promoted', 6), await decide('accepted', 8)]

  await worker(t, connections, { STAGING_RETENTION_DAYS: '7' })
  for (const id of old) await until(async () => (await batch(id)).purged_at !== null)

  const left = await ask('select distinct batch_id::int from staging order by 1')
  t.strictSame(
    left,
    kept.map(batch_id => ({ batch_id })),
  )
  for (const id of kept) t.equal((await batch(id)).purged_at, null)
})
