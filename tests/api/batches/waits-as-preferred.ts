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
