// A client keeps an answer and asks whether it still holds.
import t from 'tap'
import { api, ratesPath } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { rawRequest } from '#tests/fixtures/raw-request.ts'
import { promotions } from '#tests/fixtures/readers.ts'

t.test('an unchanged answer is a 304 without a body, a changed one is sent', async t => {
  const { url, connections } = await api(t)
  const { reported } = await promotions(t, connections.api)
  const rates = url + ratesPath({ date_from: '2030-01-01', date_to: '2030-01-02' })
  const first = await rawRequest(rates)
  t.equal(first.headers['cache-control'], 'no-cache')
  const condition = { 'If-None-Match': first.headers.etag ?? '' }

  const again = await rawRequest(rates, condition)
  t.equal(again.status, 304)
  t.equal(again.body.length, 0)

  await queryAs(connections.owner, "insert into prices values ('CNGGZ', 'EETLL', '2030-01-01', 1)")
  const [{ version }] = await queryAs(connections.owner, 'select version from ops.data_version')
  await reported(version)
  t.equal((await rawRequest(rates, condition)).status, 200)
})

t.test('errors and probes are not kept', async t => {
  const { get } = await api(t)
  for (const path of ['/nowhere', '/rates', '/readyz', '/healthz']) {
    t.equal((await get(path)).headers.get('cache-control'), 'no-store', path)
  }
})
