// Ready means: the database answers, holds a verified dump, and ran every migration of this release.
import t from 'tap'
import { api, body } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const notReady = async (t: Tap, { get }: { get: Get }, reason: RegExp) => {
  const answer = await get('/readyz')
  t.equal(answer.status, 503)
  t.equal(answer.headers.get('retry-after'), '1')
  t.match((await body(answer)).detail, reason)
  t.equal((await get('/healthz')).status, 200, 'alive all the same')
}
type Tap = { equal: typeof t.equal; match: typeof t.match }
type Get = (path: string) => Promise<Response>

t.test('ready', async t => {
  const { get } = await api(t)
  t.equal((await get('/readyz')).status, 200)
})

t.test('the marker is not there', async t => {
  const running = await api(t)
  await queryAs(running.connections.owner, 'delete from ops.dump')
  await notReady(t, running, /no verified dump/)
  await queryAs(running.connections.owner, 'drop table ops.dump')
  await notReady(t, running, /no verified dump/)
})

t.test('a migration has not run', async t => {
  const running = await api(t)
  await queryAs(running.connections.owner, 'delete from ops.migration_checksums')
  await notReady(t, running, /Migration 001_prices_by_route_and_day of this release has not run/)
})

t.test('the database ran a migration that this release does not know', async t => {
  const { get, connections } = await api(t)
  await queryAs(
    connections.owner,
    "insert into ops.migration_checksums values ('999_later', repeat('0', 64))",
  )
  t.equal((await get('/readyz')).status, 200, 'the old release serves on during a deploy')
})

t.test('the login is refused', async t => {
  const running = await api(t, { env: { PGPASSWORD: 'wrong' } })
  await notReady(t, running, /refuses this login/)
})
