// While its lease runs, a process answers what a client holds already without asking the database.
import pg from 'pg'
import t from 'tap'
import { api, ratesPath } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { rawRequest } from '#tests/fixtures/raw-request.ts'
import { promotions, untilCached } from '#tests/fixtures/readers.ts'

const never = ratesPath({ date_from: '2030-01-01', date_to: '2030-01-02' })

t.test('nobody can read the rollup', async t => {
  const { url, get, connections } = await api(t, { env: { STATEMENT_TIMEOUT_MS: '300' } })
  await untilCached(url + ratesPath({}), connections.owner)
  const etag = (await get(ratesPath({}))).headers.get('etag') ?? ''
  const blocker = new pg.Client(connections.owner)
  await blocker.connect()
  await blocker.query('begin; lock table rollup')

  const held = await rawRequest(url + never, { 'If-None-Match': etag })
  t.equal(held.status, 304, 'of whatever range, as the data has not changed')
  t.match(held.headers, { etag, 'cache-control': 'no-cache', vary: 'Accept-Encoding' })
  const reload = { 'If-None-Match': `"other", ${etag.slice(2)}`, 'Cache-Control': 'no-cache' }
  t.equal((await rawRequest(url + never, reload)).status, 304, 'also for clients like fetch')
  t.equal((await get(never, { headers: { 'If-None-Match': etag } })).status, 304, 'which is one')

  t.equal((await rawRequest(url + never)).status, 503, 'who holds nothing must be answered')
  const bad = ratesPath({ date_from: 'never' })
  t.equal((await rawRequest(url + bad, { 'If-None-Match': etag })).status, 400)
  await blocker.end()
})

t.test('after a change nothing held is good any more', async t => {
  const { url, connections } = await api(t)
  const { reported } = await promotions(t, connections.api)
  await untilCached(url + ratesPath({}), connections.owner)
  const { etag = '' } = (await rawRequest(url + ratesPath({}))).headers
  t.equal((await rawRequest(url + ratesPath({}), { 'If-None-Match': etag })).status, 304)

  await queryAs(connections.owner, "insert into prices values ('CNGGZ', 'EETLL', '2030-01-01', 1)")
  await reported(
    (await queryAs(connections.owner, 'select version from ops.data_version'))[0].version,
  )

  t.equal((await rawRequest(url + ratesPath({}), { 'If-None-Match': etag })).status, 200)
})
