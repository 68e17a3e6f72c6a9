// A database that is away does not take the metrics with it: those of batches are the last known.
import t from 'tap'
import { serverConfig } from '#api/config.ts'
import { startServer } from '#api/server.ts'
import { freePort } from '#db/embedded/port.ts'
import { api, apiEnvironment } from '#tests/fixtures/api.ts'
import { scrape } from '#tests/fixtures/metrics.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const longestMs = 3_000

const batch = `
  insert into batches (client, content_sha256, format, size_bytes, rows, state, received_at, decided_at)
  values ('loader', repeat('0', 64), 'csv', 1, 1, 'accepted', now(), now() - interval '1 hour')`

t.test('that goes away', async t => {
  const { metricsUrl, connections } = await api(t)
  await queryAs(connections.owner, batch)
  const before = await scrape(metricsUrl)
  t.equal(before.samples.get('rates_batches_current'), 1)
  t.equal(before.samples.get('rates_batches{state="accepted"}'), 1)
  t.equal(before.samples.get('rates_promotion_queue_batches'), 1)
  const age = before.samples.get('rates_promotion_queue_oldest_age_seconds') ?? 0
  t.ok(age >= 3600 && age < 3700, 'the oldest is an hour old')

  await queryAs(
    { ...connections.superuser, database: 'postgres' },
    `alter database ${connections.name} with allow_connections false`,
  )
  await queryAs(
    { ...connections.superuser, database: 'postgres' },
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${connections.name}'`,
  )
  const startedMs = performance.now()
  const after = await scrape(metricsUrl)
  t.ok(performance.now() - startedMs < longestMs, 'a scrape answers in time')
  t.equal(after.samples.get('rates_batches_current'), 0, 'and says that the numbers are old')
  t.equal(after.samples.get('rates_batches{state="accepted"}'), 1, 'and which they were')
})

t.test('that was never there', async t => {
  const nowhere = { host: '127.0.0.1', port: await freePort(), database: 'rates' }
  const env = apiEnvironment({ ...nowhere, user: 'rates_api', password: '-' })
  const { metricsUrl, close } = await startServer(serverConfig(env))
  t.teardown(close)

  const { samples } = await scrape(metricsUrl)
  t.equal(samples.get('rates_batches_current'), 0)
  t.notOk(samples.has('rates_batches{state="accepted"}'), 'no number is better than a wrong one')
})

t.test('that is silent', async t => {
  const { metricsUrl, connections } = await api(t)
  const blocked = queryAs(
    connections.owner,
    'begin; lock table batches; select pg_sleep(2); commit',
  )
  await queryAs(connections.superuser, 'select pg_sleep(0.3)')
  const startedMs = performance.now()
  t.equal((await scrape(metricsUrl)).samples.get('rates_batches_current'), 0)
  t.ok(performance.now() - startedMs < 1_900, 'is not waited for')
  await blocked
})
