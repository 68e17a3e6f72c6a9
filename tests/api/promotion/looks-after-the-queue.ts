// The workers' login is enough for all that pg-boss does in a worker: jobs, their ends, upkeep.
import t from 'tap'
import { until } from '#tests/fixtures/batches.ts'
import { promotions, workerProcess } from '#tests/fixtures/promotion.ts'

const keptUp = `
  select 1 from pgboss.queue
   having bool_and(monitor_on > $1 and maintain_on is not null)
`

t.test('promotion, withdrawal, dead letter, upkeep', async t => {
  const { connections, accept, all, ask, withdraw } = await promotions(t)
  const dead = await accept({ route: ['XXXXX', 'EETLL'] })
  const lapsed = await accept({}, { retryLimit: 0 })
  await ask(
    "update pgboss.job set state = 'active', heartbeat_on = '2000-01-01' where data->>'batchId' = $1",
    [lapsed],
  )
  const good = await accept()
  const { output } = await workerProcess(t, connections)

  await all([dead, lapsed], 'failed')
  await all([good], 'promoted')
  await withdraw(good)
  await all([good], 'withdrawn')

  const [{ now }] = await ask('select now()')
  await until(async () => (await ask(keptUp, [now])).length > 0)
  t.notMatch(output(), /permission denied|has trouble/)
})
