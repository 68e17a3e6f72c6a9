// A client that prefers to wait gets the outcome in one answer, if it comes in time.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('Prefer: wait', async t => {
  const { post, get, connections } = await batchApi(t)
  const sql = (text: string) => queryAs(connections.owner, text)
  const settle = async (state: string, reason = '') => {
    await until(async () => (await sql("select from batches where state = 'accepted'")).length > 0)
    await sql(
      `update batches set state = '${state}', reason = '${reason}', promoted_at = now() where state = 'accepted'`,
    )
  }

  const promoted = settle('promoted')
  const inTime = await post(csv(1), { prefer: 'respond-async, wait=30' })
  t.equal(inTime.status, 201)
  t.equal(inTime.headers.get('preference-applied'), 'wait=30')
  t.equal((await body(inTime)).state, 'promoted')
  await promoted

  const failed = settle('failed', 'no port')
  const refused = await post(csv(1), { prefer: 'wait=30' })
  t.equal(refused.status, 202)
  t.match(await body(refused), { state: 'failed', reason: 'no port' })
  await failed

  const tooLate = await post(csv(1), { prefer: 'wait=1' })
  t.equal(tooLate.status, 202)
  t.equal((await body(tooLate)).state, 'accepted')

  const another = await post(csv(1), { prefer: 'wait=soon' })
  t.equal(another.headers.get('preference-applied'), null)
  t.equal(another.status, 202)
  await another.text()
  t.equal((await get('/batches')).status, 200)
})

t.test('a batch that was withdrawn is at its end', async t => {
  const { post, connections } = await batchApi(t)
  const key = { 'idempotency-key': 'january' }
  t.equal((await post(csv(1), key)).status, 202)
  await queryAs(connections.owner, "update batches set state = 'withdrawn'")

  const startMs = performance.now()
  const again = await post(csv(1), { ...key, prefer: 'wait=60' })
  t.match(await body(again), { state: 'withdrawn' })
  t.ok(performance.now() - startMs < patienceMs)
})

t.test('nobody is waited for who has gone', async t => {
  const { open, connections } = await batchApi(t)
  const asked = async () => (await queryAs(connections.superuser, lately))[0].asked
  const { sending } = open({ prefer: 'wait=60' })
  sending.end(csv(1))
  await until(asked)

  const startMs = performance.now()
  sending.destroy()
  await until(async () => !(await asked()))
  t.ok(performance.now() - startMs < patienceMs)
})

const patienceMs = 20_000

// Who waits looks every quarter of a second.
const lately = `
  select count(*) > 0 as asked from pg_stat_activity
   where datname = current_database()
     and application_name = 'rates-api'
     and query_start > clock_timestamp() - interval '1 second'
`
