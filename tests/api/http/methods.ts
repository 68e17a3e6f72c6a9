// A resource says which methods it answers.
import t from 'tap'
import { api, body, ratesPath } from '#tests/fixtures/api.ts'

t.test('HEAD has the headers of GET and no body', async t => {
  const { get } = await api(t)
  const [whole, head] = await Promise.all([
    get(ratesPath({}), { headers: { 'Accept-Encoding': 'identity' } }),
    get(ratesPath({}), { method: 'HEAD', headers: { 'Accept-Encoding': 'identity' } }),
  ])
  t.equal(head.status, 200)
  t.equal(await head.text(), '')
  for (const name of ['etag', 'content-length', 'content-type', 'cache-control']) {
    t.equal(head.headers.get(name), whole.headers.get(name), name)
  }
})

t.test('other methods are a 405 with Allow', async t => {
  const { get } = await api(t)
  for (const path of ['/', '/rates', '/healthz', '/readyz']) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await get(path, { method })
      t.equal(answer.status, 405, `${method} ${path}`)
      t.equal(answer.headers.get('allow'), 'GET, HEAD, OPTIONS')
      t.match(await body(answer), { status: 405, code: 'method_not_allowed' })
    }
  }
})

t.test('OPTIONS lists them', async t => {
  const { get } = await api(t)
  const answer = await get('/rates', { method: 'OPTIONS' })
  t.equal(answer.status, 204)
  t.equal(answer.headers.get('allow'), 'GET, HEAD, OPTIONS')
})

t.test('elsewhere there is nothing', async t => {
  const { get } = await api(t)
  for (const path of ['/nowhere', '/rates/', '/Rates', '/rates/1']) {
    const answer = await get(path)
    t.equal(answer.status, 404, path)
    t.match(await body(answer), { type: 'about:blank', title: 'Not Found', code: 'not_found' })
  }
})
