// Every request is counted once, under its method, its route and its status.
import { connect } from 'node:net'
import pg from 'pg'
import t, { type Test } from 'tap'
import { api, ratesPath } from '#tests/fixtures/api.ts'
import { until } from '#tests/fixtures/batches.ts'
import { growth, scrape } from '#tests/fixtures/metrics.ts'

const count = (method: string, route: string, status: string) =>
  `http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`

const lookups = (result: string) => `rates_cache_lookups_total{result="${result}"}`

const lockedRollup = async (t: Test, connection: pg.ClientConfig) => {
  const client = new pg.Client(connection)
  await client.connect()
  t.teardown(() => client.end())
  await client.query('begin; lock table rollup')
  return client
}

const requestsOf = (grown: Record<string, number>) =>
  Object.fromEntries(Object.entries(grown).filter(([key]) => /^http.*_count/.test(key)))

t.test('answers of all kinds', async t => {
  const { get, metricsUrl } = await api(t)
  const hits = async () => (await scrape(metricsUrl)).samples.get(lookups('hit')) ?? 0
  await until(async () => {
    await get(ratesPath({}))
    return (await hits()) > 0
  })
  const before = await scrape(metricsUrl)

  await get('/')
  for (const path of Array(3).fill(ratesPath({}))) await get(path)
  await get(ratesPath({}), { method: 'HEAD' })
  await get(ratesPath({ orig_code: 'XXXXX' }))
  await get(ratesPath({}), { method: 'DELETE' })
  await get('/rates')
  await get('/batches/17')
  await get('/batches/18')
  await get('/readyz')

  const grown = growth(before, await scrape(metricsUrl))
  t.strictSame(requestsOf(grown), {
    [count('GET', '/', '200')]: 1,
    [count('GET', '/rates', '200')]: 4,
    [count('HEAD', '/rates', '200')]: 1,
    [count('DELETE', '/rates', '405')]: 1,
    [count('GET', '/rates', '400')]: 1,
    [count('GET', '/batches/:id', '401')]: 2,
    [count('GET', '/readyz', '200')]: 1,
  })
  t.equal(grown[lookups('hit')], 4, 'those asked for again were answered from the cache')
  t.equal(grown[lookups('miss')], 1)
})

t.test('a thousand unknown paths and odd methods are one route', async t => {
  const { get, metricsUrl } = await api(t)
  const before = await scrape(metricsUrl)

  for (let i = 0; i < 1000; i += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, j) => get(`/no/such/${i + j}?q=${i}`)))
  }
  for (const method of ['PROPFIND', 'PURGE', 'LINK']) await get('/no/such', { method })

  t.strictSame(requestsOf(growth(before, await scrape(metricsUrl))), {
    [count('GET', 'none', '404')]: 1000,
    [count('other', 'none', '404')]: 3,
  })
})

t.test('a client that goes before its answer came', async t => {
  const { url, metricsUrl, connections } = await api(t)
  const blocker = await lockedRollup(t, connections.owner)
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${ratesPath({})} HTTP/1.1\r\nHost: rates\r\n\r\n`)

  await until(async () => (await scrape(metricsUrl)).samples.get('http_requests_in_flight') === 1)
  t.pass('is in flight')
  socket.destroy()

  const aborted = count('GET', '/rates', 'aborted')
  await until(async () => (await scrape(metricsUrl)).samples.get(aborted) === 1)
  t.equal((await scrape(metricsUrl)).samples.get('http_requests_in_flight'), 0)
  await blocker.query('rollback')
})
