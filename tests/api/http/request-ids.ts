// Every request has an id, in its answer and in the log; credentials are in neither.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { createApp } from '#api/app.ts'
import { api, body } from '#tests/fixtures/api.ts'

t.test('an id that is sent comes back, an odd one is replaced', async t => {
  const { get } = await api(t)
  const idFor = async (sent?: string) => {
    const answer = await get('/nowhere', sent ? { headers: { 'X-Request-Id': sent } } : {})
    const id = answer.headers.get('x-request-id')
    t.equal((await body(answer)).request_id, id, 'the body names it, too')
    return id
  }

  t.equal(await idFor('abc-123'), 'abc-123')
  const uuid = /^[0-9a-f-]{36}$/
  for (const odd of [undefined, 'with space', 'x'.repeat(129), '{"a":1}']) {
    t.match(await idFor(odd), uuid, String(odd))
  }
})

t.test('the log has the id, the path and the status, and no header', async t => {
  const lines: string[] = []
  const stream = new Writable({
    write: (line, _encoding, done) => {
      lines.push(String(line))
      done()
    },
  })
  const database = {} as never
  const isDraining = () => false
  const log = pino(stream)
  const rates = {} as never
  const intake = {} as never
  const app = createApp({ database, migrations: [], isDraining, log, rates, intake })
  const server = createServer(app).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')

  const { port } = server.address() as { port: number }
  const headers = { 'X-Request-Id': 'abc', Authorization: 'Bearer hush', Cookie: 'hush=1' }
  await (await fetch(`http://127.0.0.1:${port}/nowhere`, { headers })).text()
  await (await fetch(`http://127.0.0.1:${port}/healthz`, { headers })).text()

  t.equal(lines.length, 1, 'probes that pass are not logged')
  t.match(JSON.parse(lines[0] ?? ''), {
    req: { id: 'abc', method: 'GET', url: '/nowhere' },
    res: { status: 404 },
    duration_ms: Number,
  })
  t.notMatch(lines.join(), /hush/)
})
