// SIGTERM: not ready, then requests in flight are answered, then exit 0.
import pg from 'pg'
import t from 'tap'
import { apiEnvironment, body, ratesPath } from '#tests/fixtures/api.ts'
import { database } from '#tests/fixtures/database.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'

const start = async (t: Tap, env: Record<string, string>) => {
  const connections = await database(t as never)
  const blocker = new pg.Client(connections.owner)
  await blocker.connect()
  await blocker.query('begin; lock table rollup')
  const api = await startApiProcess(t as never, apiEnvironment(connections.api, env))
  return { ...api, unlock: () => blocker.end() }
}
type Tap = typeof t

t.test('a request in flight at SIGTERM is answered', async t => {
  const { child, url, printed, exited, unlock } = await start(t as Tap, {
    DRAIN_DELAY_MS: '1000',
    STATEMENT_TIMEOUT_MS: '20000',
  })
  const inFlight = fetch(url + ratesPath({}))
  await fetch(`${url}/healthz`)

  child.kill('SIGTERM')
  await printed(/draining/)
  const readiness = await fetch(`${url}/readyz`)
  t.equal(readiness.status, 503, 'not ready while the port is still open')
  t.match((await body(readiness)).detail, /shutting down/)

  await unlock()
  const answer = await inFlight
  t.equal(answer.status, 200)
  t.equal((await body(answer)).rates.length, 31)
  const { code, signal } = await exited
  t.strictSame({ code, signal }, { code: 0, signal: null })
  await t.rejects(fetch(`${url}/healthz`), 'nothing listens any more')
})

t.test('a request that outlasts DRAIN_TIMEOUT_MS is cut, and the exit is in time', async t => {
  const { child, url, printed, exited, unlock } = await start(t as Tap, {
    DRAIN_TIMEOUT_MS: '300',
    STATEMENT_TIMEOUT_MS: '20000',
  })
  const inFlight = fetch(url + ratesPath({}))
  const cut = t.rejects(inFlight)
  await fetch(`${url}/healthz`)

  child.kill('SIGTERM')
  await printed(/still in flight at the deadline/)
  await cut
  await unlock()
  t.equal((await exited).code, 0)
})
