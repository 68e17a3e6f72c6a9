// A scrape is what Prometheus reads, named by its conventions, and tells all that it should.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { api, ratesPath } from '#tests/fixtures/api.ts'
import { scrape } from '#tests/fixtures/metrics.ts'

const promtool = spawnSync('promtool', ['--version']).status === 0

t.test('a scrape', async t => {
  const { url, metricsUrl, get } = await api(t)
  await get(ratesPath({}))
  const { contentType, text, types, helped, samples } = await scrape(metricsUrl)

  t.match(contentType, /^text\/plain; version=0\.0\.4/)
  t.strictSame(
    [...types.keys()].filter(name => !helped.has(name)),
    [],
    'each metric has its help',
  )

  const ours = [...types].filter(([name]) => /^(rates|http)_/.test(name))
  for (const [name, type] of ours) {
    t.equal(name.endsWith('_total'), type === 'counter', `${name}: _total is for counters`)
    if (type === 'histogram') t.match(name, /_seconds$/, `${name}: in seconds`)
  }

  for (const wanted of [
    'http_requests_in_flight',
    'rates_db_pool_max_connections{pool="queries"}',
    'rates_db_pool_connections{pool="queries",state="in_use"}',
    'rates_db_pool_waiting{pool="uploads"}',
    'rates_cache_lookups_total{result="hit"}',
    'rates_batches{state="accepted"}',
    'rates_promotion_queue_batches',
    'rates_promotion_queue_oldest_age_seconds',
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
  ]) {
    t.ok(samples.has(wanted), wanted)
  }
  const build = [...samples.keys()].find(key => key.startsWith('rates_build_info'))
  t.equal(build, `rates_build_info{node="${process.version}",revision="unknown",version="0.1.0"}`)

  t.equal((await fetch(new URL('/metrics', url))).status, 404, "not on the API's port")
  t.equal((await fetch(new URL('/', metricsUrl))).status, 404, 'and nothing else on this one')

  await t.test('promtool has no complaint', { skip: !promtool && 'no promtool' }, async t => {
    const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text })
    t.equal(status, 0, stderr.toString())
  })
})

t.test('a port that is taken is told with its variable', async t => {
  const { metricsUrl } = await api(t)
  const METRICS_PORT = new URL(metricsUrl).port
  await t.rejects(api(t, { env: { METRICS_PORT } }), {
    name: 'BadConfiguration',
    message: new RegExp(`METRICS_PORT is ${METRICS_PORT}, which is taken`),
  })
})
