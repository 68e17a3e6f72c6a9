// A batch that is cut off from the database is refused, and the next one is taken in.
import t from 'tap'
import { batchApi, csv, header, nothing, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const cut = `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and application_name = 'rates-api-batches'`

t.test('a connection ended in the middle of a batch', async t => {
  const { open, post, kept, connections } = await batchApi(t)
  for (let round = 0; round < 5; round++) {
    const { sending, answer } = open({ 'idempotency-key': 'same' })
    sending.write(csv(20_000))
    await until(async () => (await kept()).uploads === 1)
    await queryAs(connections.superuser, cut)
    const more = setInterval(() => sending.write(csv(1000).slice(header.length)), 10)
    t.match(await answer, { status: 503, body: { code: 'database_away' } })
    clearInterval(more)
    sending.destroy()
  }
  t.strictSame(await kept(), nothing)
  t.equal((await post(csv(5), { 'idempotency-key': 'same' })).status, 202)
})
