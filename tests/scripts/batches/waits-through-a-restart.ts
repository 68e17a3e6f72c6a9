// A batch that was accepted is told at once, and waited for while the service is away for a moment.
import { createServer, type ServerResponse } from 'node:http'
import t from 'tap'
import { csv } from '#tests/fixtures/batches.ts'
import { startProcess } from '#tests/fixtures/process.ts'

const batch = (state: string) => ({
  id: 7,
  state,
  client: 'loader',
  rows: 1,
  received_at: '2021-01-15T00:00:00Z',
  timings_ms: {},
  reason: null,
  error_count: 0,
})

const answers = (...looks: ((res: ServerResponse) => unknown)[]) => {
  const server = createServer(async (req, res) => {
    await req.toArray()
    if (req.method === 'POST') res.writeHead(202).end(JSON.stringify(batch('accepted')))
    else looks.shift()?.(res)
  })
  return new Promise<string>(resolve => {
    t.teardown(() => server.close().closeAllConnections())
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`)
    })
  })
}

const hangUp = (res: ServerResponse) => res.destroy()
const breakOff = (res: ServerResponse) => {
  res.writeHead(200, { 'content-length': 100 }).write('{')
  setTimeout(() => res.destroy(), 50)
}
const say = (status: number, body: object) => (res: ServerResponse) =>
  res.writeHead(status).end(JSON.stringify(body))

const send = async (t: Tap, url: string) => {
  const path = `${t.testdir({ 'prices.csv': csv(1) })}/prices.csv`
  const env = { RATES_URL: url, RATES_TOKEN: 'token' }
  return startProcess(t, 'scripts/batches.mjs', env, { args: ['send', path, '--wait'] }).exited
}
type Tap = typeof t

t.test('a lost connection, half an answer and a 503', async t => {
  const busy = say(503, { detail: 'The database does not answer.' })
  const url = await answers(hangUp, busy, breakOff, say(200, batch('promoted')))
  const { code, output } = await send(t as Tap, url)
  t.equal(code, 0)
  t.match(output, /Batch 7: accepted.*\nBatch 7: promoted/)
})

t.test('what will not pass is told, after the batch', async t => {
  const url = await answers(say(401, { detail: 'The token was revoked.' }))
  const { code, output } = await send(t as Tap, url)
  t.equal(code, 1)
  t.match(output, /Batch 7: accepted.*\nbatches: The token was revoked\. \(401\)/)
})
