// A batch whose port was deleted since it was accepted fails at once, and says why.
import t from 'tap'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test('no attempt is repeated', async t => {
  const { connections, accept, all, ask, batch, count } = await promotions(t)
  const before = await count()
  const id = await accept({ route: ['CNGGZ', 'NOONE'] })

  await worker(t, connections)
  await all([id], 'failed')

  t.match((await batch(id)).reason, /There is no port NOONE/)
  t.equal(await count(), before)
  while ((await ask("select from pgboss.job where state <> 'completed'")).length > 0);
  t.strictSame(await ask('select retry_count from pgboss.job'), [{ retry_count: 0 }])
})

t.test('nor where staging lacks rows of it', async t => {
  const { connections, accept, all, ask, batch, count } = await promotions(t)
  const before = await count()
  const id = await accept({ rows: 10 })
  await ask('delete from staging where price = 1')

  await worker(t, connections)
  await all([id], 'failed')
  t.match(
    (await batch(id)).reason,
    /^Staging has 9 of its 10 rows\. .*send it again under a new key/,
  )
  t.equal(await count(), before)
})
