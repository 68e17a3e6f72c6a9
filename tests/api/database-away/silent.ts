// A database that takes connections and queries but never answers, as behind a cut cable, costs a
// request its time limit and no more; when the cable is back, so are the answers.
import t from 'tap'
import { serverConfig } from '#api/config.ts'
import { startServer } from '#api/server.ts'
import { apiEnvironment, ratesPath } from '#tests/fixtures/api.ts'
import { startCable } from '#tests/fixtures/cable.ts'
import { database } from '#tests/fixtures/database.ts'

t.test('a cut cable', async t => {
  const { api: login } = await database(t)
  const cable = await startCable(t, login.port)
  const limits = {
    STATEMENT_TIMEOUT_MS: '300',
    CONNECT_TIMEOUT_MS: '300',
    POOL_SIZE: '2',
    CACHE_MAX_BYTES: '0',
  }
  const env = apiEnvironment({ ...login, port: cable.port }, limits)
  const { url, close } = await startServer(serverConfig(env))
  t.teardown(close)
  const ask = async () => (await fetch(url + ratesPath({}))).status
  t.equal(await ask(), 200)

  cable.cut()
  const began = performance.now()
  const statuses = await Promise.all(Array.from({ length: 6 }, ask))
  const tookMs = performance.now() - began
  t.strictSame([...new Set(statuses)], [503])
  t.ok(tookMs < 10_000, `${Math.round(tookMs)} ms for 6 requests over 2 connections`)

  cable.mend()
  t.equal(await ask(), 200)
})
