// A promoted batch can be withdrawn, and shows that it is asked for; any other says why not.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv, giveToken, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('DELETE', async t => {
  const { post, get, connections } = await batchApi(t)
  const sql = (text: string) => queryAs(connections.owner, text)
  const { id } = await body(await post(csv(1)))
  const authorization = `Bearer ${await giveToken(connections.owner, 'other')}`
  const withdraw = (headers = {}) =>
    get(`/batches/${id}`, { method: 'DELETE', headers: { authorization, ...headers } })
  const jobs = () => sql("select data from pgboss.job where name = 'withdrawal'")

  const early = await withdraw()
  t.equal(early.status, 409)
  t.match(await body(early), { code: 'batch_not_promoted', detail: /is accepted/ })

  await sql("update batches set state = 'promoted', promoted_at = now(), purged_at = now()")
  const purged = await withdraw()
  t.equal(purged.status, 409)
  t.match(await body(purged), { code: 'batch_purged' })
  t.strictSame(await jobs(), [])

  const reason = async () => (await body(await get(`/batches/${id}`))).reason
  await sql("update batches set purged_at = null, reason = 'of an earlier withdrawal'")
  const asked = await withdraw()
  t.equal(asked.status, 202)
  t.match(await body(asked), { reason: null, withdrawal_requested_at: /^\d{4}-/ })
  t.equal(await reason(), null)

  await sql("update batches set reason = 'of the one that is under way'")
  t.equal((await withdraw()).status, 202, 'asked twice')
  t.equal(await reason(), 'of the one that is under way')
  t.strictSame(await jobs(), [{ data: { batchId: id, client: 'other' } }], 'one job')

  await sql('delete from pgboss.job')
  const settling = until(async () => (await jobs()).length > 0).then(() =>
    sql("update batches set state = 'withdrawn', withdrawn_at = now(), withdrawn_by = 'other'"),
  )
  const [waited] = await Promise.all([withdraw({ prefer: 'wait=30' }), settling])
  t.equal(waited.status, 200)
  t.match(await body(waited), { state: 'withdrawn', client: 'loader', withdrawn_by: 'other' })

  const again = await withdraw()
  t.equal(again.status, 200, 'asked once more')
  t.match(await body(again), { id, state: 'withdrawn' })

  t.equal((await get('/batches/999', { method: 'DELETE' })).status, 404)
  t.equal((await withdraw({ authorization: 'Bearer nobody' })).status, 401)
})
