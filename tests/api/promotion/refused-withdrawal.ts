// A withdrawal that can't take out exactly the batch's rows takes out none.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

type Promotions = Awaited<ReturnType<typeof promotions>>

const promoted = async (t: Parameters<typeof promotions>[0]) => {
  const tested = await promotions(t)
  await worker(t, tested.connections)
  const id = await tested.accept({ route: ['CNGGZ', 'EETLL'], price: 77, rows: 5 })
  await tested.all([id], 'promoted')
  return { ...tested, id }
}

const refusal = async ({ withdraw, ask }: Promotions, id: number) => {
  await withdraw(id)
  const done = () =>
    ask("select output from pgboss.job where name = 'withdrawal' and output is not null")
  await until(async () => (await done()).length > 0)
  return (await done())[0].output
}

t.test('its rows have left staging', async t => {
  const tested = await promoted(t)
  await tested.ask('update batches set purged_at = now()')
  const before = await tested.count()

  t.match(await refusal(tested, tested.id), { outcome: 'refused', reason: /left staging/ })
  t.equal((await tested.batch(tested.id)).state, 'promoted')
  t.equal(await tested.count(), before)
})

t.test('one of its prices was deleted by hand', async t => {
  const tested = await promoted(t)
  await tested.ask(
    'delete from prices where ctid = (select max(ctid) from prices where price = 77)',
  )
  await tested.ask('update batches set withdrawal_requested_at = now()')
  const before = await tested.count()

  t.match(await refusal(tested, tested.id), { outcome: 'refused', reason: /Only 4 of its 5/ })
  t.match(await tested.batch(tested.id), {
    state: 'promoted',
    reason: /Only 4 of its 5/,
    withdrawal_requested_at: null,
  })
  t.equal(await tested.count(), before)
})

t.test('it was never promoted', async t => {
  const tested = await promoted(t)
  const id = await tested.stage()
  t.match(await refusal(tested, id), { outcome: 'refused', reason: 'It is accepted.' })
})
