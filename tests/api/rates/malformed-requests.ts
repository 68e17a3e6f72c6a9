// Over 500 malformed requests: never a 5xx, and the data is what it was.
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { api } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const parameters = ['date_from', 'date_to', 'orig_code', 'dest_code']

const values = [
  ...["'", "''", '"', '\\', '%', '%00', '%0', '%zz', '%ff', '%c3%28', '%ed%a0%80', '%f0%9f%92%a9'],
  ...['%20', '+', '%0d%0aX-Injected:%201', '%e2%80%ae', '%ef%bb%bf', '\u00e9', '[]', '{}', 'null'],
  ...["';drop table prices;--", "' or '1'='1", "');delete from prices;--", '$1', '$$'],
  ...["'||pg_sleep(9)||'", '1;select pg_terminate_backend(pid) from pg_stat_activity'],
  ...[
    "\\'; truncate prices; --",
    'CNGGZ%27%20union%20select%201,2,3--',
    '{{7*7}}',
    '../../etc/passwd',
  ],
  ...[
    '-1',
    '0',
    '1e309',
    '9'.repeat(400),
    '99999-01-01',
    '2021-01-01T00:00:00Z',
    '2021-W01',
    'now',
  ],
  ...[
    'infinity',
    '-infinity',
    'epoch',
    'allballs',
    '2021-1-1%20BC',
    '\u0662\u0660\u0662\u0661-01-01',
  ],
  ...['A'.repeat(2_000), '%41'.repeat(2_000), '%F0%9F%98%80'.repeat(500)],
]

const shapes = [
  (name: string, value: string) => `${name}=${value}`,
  (name: string, value: string) => `${name}[]=${value}`,
  (name: string, value: string) => `${name}=${value}&${name}=${value}`,
  (name: string, value: string) => `${name}[$ne]=${value}`,
]

const usual: Record<string, string> = {
  date_from: '2021-01-01',
  date_to: '2021-01-03',
  orig_code: 'CNGGZ',
  dest_code: 'EETLL',
}

const paths = parameters.flatMap(name =>
  values.flatMap(value =>
    shapes.map(shape => {
      const others = parameters.filter(other => other !== name)
      return `/rates?${[shape(name, value), ...others.map(n => `${n}=${usual[n]}`)].join('&')}`
    }),
  ),
)

const oddPaths = ['//', '/%', '/rates/', '/RATES', '/rates%00', '/rates?', '/rates?&&&==', '/..%2f']
const methods = ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']

const notHttp = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET\r\n\r\n',
  'NONSENSE / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /rates?\u0000 HTTP/1.1\r\nHost: x\r\n\r\n',
  `GET /?${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\nContent-Length: 4\r\n\r\nabcd',
]

const fingerprint = `select count(*), sum(price), md5(string_agg(p::text, '' order by p)) from prices p`

t.test('malformed requests', async t => {
  const { url, get, connections } = await api(t)
  const before = await queryAs(connections.owner, fingerprint)
  t.ok(paths.length > 500, `${paths.length} malformed queries`)

  for (const path of [...paths, ...oddPaths]) {
    const answer = await get(path)
    await answer.arrayBuffer()
    if (answer.status >= 500) t.fail(path, { status: answer.status })
    if (answer.headers.has('x-injected')) t.fail('a header was injected', { path })
  }

  for (const method of methods) {
    const answer = await get('/rates', { method, body: 'x'.repeat(100_000) })
    t.equal(answer.status, 405, method)
  }

  for (const text of notHttp)
    t.match(await rawStatus(url, text), /^HTTP\/1\.1 4/, text.slice(0, 60))

  t.strictSame(await queryAs(connections.owner, fingerprint), before, 'the data is what it was')
  t.equal((await get('/readyz')).status, 200, 'still ready')
})

const rawStatus = async (url: string, text: string) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', chunk => {
    answer += chunk
  })
  socket.on('error', () => {})
  socket.end(text, 'latin1')
  await once(socket, 'close')
  return answer
}
