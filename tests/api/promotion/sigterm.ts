// SIGTERM in the middle of a batch of a million: it ends promoted, or waits whole for the next worker.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker, workerProcess } from '#tests/fixtures/promotion.ts'

const million = 1_000_000

t.test('with time to finish it', async t => {
  const { connections, accept, batch, count, faults } = await promotions(t)
  const before = await count()
  const id = await accept({ rows: million })
  const { child, exited } = await workerProcess(t, connections, { DRAIN_TIMEOUT_MS: '120000' })
  await until(async () => (await batch(id)).state === 'promoting')

  child.kill('SIGTERM')
  t.equal((await exited).code, 0)
  t.equal((await batch(id)).state, 'promoted')
  t.equal(await count(), before + million)
  t.strictSame(await faults(), [])
})

t.test('without', async t => {
  const { connections, accept, batch, count, all, faults } = await promotions(t)
  const before = await count()
  const id = await accept({ rows: million })
  const { child, exited } = await workerProcess(t, connections, { DRAIN_TIMEOUT_MS: '100' })
  await until(async () => (await batch(id)).state === 'promoting')

  child.kill('SIGTERM')
  const { code, output } = await exited
  t.equal(code, 0)
  t.match(output, /"msg":"given back"/)
  t.equal((await batch(id)).state, 'accepted')
  t.equal(await count(), before)

  await worker(t, connections)
  await all([id], 'promoted')
  t.equal(await count(), before + million)
  t.strictSame(await faults(), [])
})
