// A withdrawal that waits for a worker is in the queue's numbers, in the batch and in the command's answer.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv } from '#tests/fixtures/batches.ts'
import { scrape } from '#tests/fixtures/metrics.ts'
import { startProcess } from '#tests/fixtures/process.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('where no worker runs', async t => {
  const { url, token, post, get, metricsUrl, connections } = await batchApi(t)
  const { id } = await body(await post(csv(1)))
  await queryAs(connections.owner, "update batches set state = 'promoted', promoted_at = now()")
  const waiting = async () => {
    const { samples } = await scrape(metricsUrl)
    return ['batches', 'oldest_age_seconds'].map(what =>
      samples.get(`rates_promotion_queue_${what}`),
    )
  }
  t.strictSame(await waiting(), [0, 0])

  t.equal((await get(`/batches/${id}`, { method: 'DELETE' })).status, 202)
  const [batches = 0, age = 0] = await waiting()
  t.equal(batches, 1)
  t.ok(age > 0 && age < 60, `${age} s`)

  const env = { RATES_URL: url, RATES_TOKEN: token }
  const { exited } = startProcess(t, 'scripts/batches.mjs', env, { args: ['status', `${id}`] })
  t.match((await exited).output, 'promoted, withdrawal asked for, 1 rows')
})
