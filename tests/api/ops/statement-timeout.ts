// A query that takes too long is cancelled and answered with 503; the connection is as good as new.
import pg from 'pg'
import t from 'tap'
import { api, body, ratesPath } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('prices are locked for longer than STATEMENT_TIMEOUT_MS', async t => {
  const { get, connections } = await api(t, {
    env: { STATEMENT_TIMEOUT_MS: '200', POOL_SIZE: '2' },
  })
  const blocker = new pg.Client(connections.owner)
  await blocker.connect()
  await blocker.query('begin; lock table rollup')

  const answers = await Promise.all(Array.from({ length: 6 }, () => get(ratesPath({}))))
  for (const answer of answers) {
    t.equal(answer.status, 503)
    t.equal(answer.headers.get('retry-after'), '1')
    t.match(await body(answer), { code: 'timed_out' })
  }

  await blocker.end()
  t.equal((await get(ratesPath({}))).status, 200)
  const stuck = await queryAs(
    connections.superuser,
    `select from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`,
  )
  t.equal(stuck.length, 0, 'no session idle in a transaction')
})
