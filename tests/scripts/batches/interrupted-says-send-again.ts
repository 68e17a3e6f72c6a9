// Who interrupts an upload, or loses the connection in it, is told that a repeat makes no double.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import t, { type Test } from 'tap'
import { csv } from '#tests/fixtures/batches.ts'
import { startProcess } from '#tests/fixtures/process.ts'

/** A service that takes a body and never answers. */
const silent = async (t: Test) => {
  const server = createServer(req => req.resume())
  const asked = once(server, 'request') as Promise<[IncomingMessage]>
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked }
}

const send = (t: Test, url: string, ...more: string[]) => {
  const path = `${t.testdir({ 'prices.csv': csv(1) })}/prices.csv`
  const env = { RATES_URL: url, RATES_TOKEN: 'token' }
  return startProcess(t, 'scripts/batches.mjs', env, { args: ['send', path, ...more] })
}

const wholeBody = ([req]: [IncomingMessage]) => once(req, 'end')

t.test('Ctrl-C', async t => {
  const { url, asked } = await silent(t)
  const { child, exited } = send(t, url)
  await wholeBody(await asked)
  child.kill('SIGINT')
  const { code, output } = await exited
  t.equal(code, 130)
  t.match(output, /may have been accepted\. Send it again: same key, no double\./)
})

t.test('a lost connection, and a random key that a repeat has to name', async t => {
  const { url, asked } = await silent(t)
  const { exited } = send(t, url, '--again')
  const request = await asked
  await wholeBody(request)
  request[0].socket.destroy()
  const { code, output } = await exited
  t.equal(code, 1)
  t.match(output, `Send it again with --key ${request[0].headers['idempotency-key']}: same key`)
})

t.test('a service that is not there has accepted nothing', async t => {
  const { output } = await send(t, 'http://127.0.0.1:9').exited
  t.notMatch(output, /may have been accepted/)
})
