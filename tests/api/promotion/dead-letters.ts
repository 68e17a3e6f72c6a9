// A promotion that failed to the last attempt is told before anything else is begun, and only of a
// batch that was not promoted after all.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

const dead = `
  select output, completed_on <= (select min(completed_on) from pgboss.job where name = 'promotion') as first
    from pgboss.job
   where name = 'promotion-dead' and completed_on is not null`

t.test('with others waiting', async t => {
  const { connections, accept, all, ask, send, stage } = await promotions(t)
  const others = [await accept(), await accept(), await accept()]
  const id = await stage()
  await send('promotion-dead', id)

  await worker(t, connections)
  await all([id], 'failed')
  await all(others, 'promoted')
  t.match(await ask(dead), [{ output: { outcome: 'failed' }, first: true }])
})

t.test('of a batch that was promoted after all', async t => {
  const { connections, accept, all, ask, batch, send } = await promotions(t)
  const id = await accept()
  await worker(t, connections)
  await all([id], 'promoted')

  await send('promotion-dead', id)
  await until(async () => (await ask(dead)).length > 0)
  t.match(await ask(dead), [{ output: { outcome: 'nothing to do' } }])
  t.match(await batch(id), { state: 'promoted', reason: null })
})
