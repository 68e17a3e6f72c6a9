// A worker tells what became of its batches, how many prices they had, and how long each stage took.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { growth, scrape } from '#tests/fixtures/metrics.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test('three good batches and one whose port is gone', async t => {
  const { connections, accept, all } = await promotions(t)
  const { metricsUrl } = await worker(t, connections)
  const before = await scrape(metricsUrl)

  const good = [await accept(), await accept(), await accept({ rows: 25 })]
  const bad = [await accept({ route: ['XXXXX', 'EETLL'] })]
  await all(good, 'promoted')
  await all(bad, 'failed')
  const grown = async () => growth(before, await scrape(metricsUrl))
  await until(async () => (await grown()).rates_promoted_rows_total === 45)
  await until(async () => (await grown())['rates_batches_settled_total{outcome="failed"}'] === 1)

  const after = await grown()
  t.equal(after['rates_batches_settled_total{outcome="promoted"}'], 3)
  for (const stage of ['receive', 'wait', 'promote']) {
    t.equal(after[`rates_batch_stage_duration_seconds_count{stage="${stage}"}`], 3, stage)
  }
  t.ok(Number(after['rates_batch_stage_duration_seconds_sum{stage="promote"}']) > 0, 'took time')
})

t.test('a batch whose stages have no length', async t => {
  const { connections, accept, all, ask } = await promotions(t)
  const id = await accept({ rows: 25 })
  await ask("update batches set received_at = '-infinity'")
  const { metricsUrl } = await worker(t, connections)
  await all([id], 'promoted')

  const rows = async () => (await scrape(metricsUrl)).samples.get('rates_promoted_rows_total')
  await until(async () => Number(await rows()) > 0)
  t.equal(await rows(), 25, 'its prices are counted all the same')
})
