// An attempt that fails is repeated; after the last one the batch has failed, with the reason.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

const trouble = `
  create function trouble() returns trigger language plpgsql as $$
  begin
    raise exception 'the disk is on fire';
  end $$;
  create trigger trouble before insert on prices execute function trouble();
`

t.test('trouble that passes', async t => {
  const { connections, accept, all, ask, count } = await promotions(t)
  const before = await count()
  await ask(trouble)
  const id = await accept()
  await worker(t, connections)
  await until(async () => (await ask("select from pgboss.job where state = 'retry'")).length > 0)

  await ask('drop trigger trouble on prices')
  await all([id], 'promoted')
  t.equal(await count(), before + 10)
})

t.test('trouble that stays', async t => {
  const { connections, accept, all, ask, batch, count } = await promotions(t)
  const before = await count()
  await ask(trouble)
  const id = await accept({}, { retryLimit: 1 })

  await worker(t, connections)
  await all([id], 'failed')
  t.match((await batch(id)).reason, /last attempt.*the disk is on fire/)
  t.equal(await count(), before)
})
