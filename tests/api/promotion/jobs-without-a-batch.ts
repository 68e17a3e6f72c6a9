// A job that names no batch, however it came into the queue, fails, and the next one is done.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

const odd = [
  'null',
  '{}',
  '[1]',
  '{"batchId": "1"}',
  '{"batchId": 1.5}',
  '{"batchId": 1e300}',
  '{"batchId": 1, "client": {}}',
]

t.test('odd jobs', async t => {
  const { connections, accept, all, ask } = await promotions(t)
  for (const name of ['promotion', 'withdrawal'])
    for (const data of odd)
      await ask(
        `insert into pgboss.job_common (name, data, retry_limit, singleton_key)
         values ($1, $2::jsonb, 0, $2::jsonb::text)`,
        [name, data],
      )
  await worker(t, connections)
  await all([await accept()], 'promoted')

  const failed = () =>
    ask("select output from pgboss.job where state = 'failed' and name <> 'promotion-dead'")
  await until(async () => (await failed()).length === 2 * odd.length)
  for (const { output } of await failed()) t.match(output, { message: 'It names no batch.' })
})
