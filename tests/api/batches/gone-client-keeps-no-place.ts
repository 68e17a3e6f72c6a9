// A client that is gone before its batch is read, though all of it had come, keeps no place.
import pg from 'pg'
import t from 'tap'
import { batchApi, csv, until } from '#tests/fixtures/batches.ts'
import { scrape } from '#tests/fixtures/metrics.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const onePlace = { env: { BATCH_UPLOADS: '1' } }

const batches = async (t: Parameters<typeof batchApi>[0]) => {
  const running = await batchApi(t, onePlace)
  const shows = (name: string, value: number) =>
    until(async () => (await scrape(`${running.metricsUrl}`)).samples.get(name) === value)
  return { ...running, shows }
}

t.test('gone while it waited for a place', async t => {
  const { open, post, kept, shows } = await batches(t)
  const first = open()
  first.sending.write(csv(5000))
  await until(async () => (await kept()).uploads === 1)

  const second = open()
  second.sending.end(csv(1))
  await shows('rates_db_pool_waiting{pool="uploads"}', 1)
  second.sending.destroy()
  await shows('http_requests_in_flight', 1)

  first.sending.end()
  t.equal((await first.answer).status, 202)
  t.equal((await post(csv(1))).status, 202)
})

t.test('gone while its token was looked up', async t => {
  const { open, post, shows, connections } = await batches(t)
  const blocker = new pg.Client(connections.owner)
  await blocker.connect()
  await blocker.query('begin; lock table ops.tokens')
  const { sending } = open()
  sending.end(csv(1))
  await until(async () => (await queryAs(connections.superuser, blocked)).length === 1)
  sending.destroy()
  await shows('http_requests_in_flight', 0)

  await blocker.query('rollback')
  await blocker.end()
  for (let round = 0; round < 3; round++) t.equal((await post(csv(1))).status, 202)
})

const blocked = `
  select from pg_stat_activity
   where datname = current_database() and application_name = 'rates-api'
     and wait_event_type = 'Lock'
`
