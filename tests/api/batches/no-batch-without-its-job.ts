// A batch is accepted with its job or not at all, and one that fails for want of it fails alone.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv, giveToken, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('a queue that does not take the job', async t => {
  const { post, kept, connections } = await batchApi(t)
  await queryAs(
    connections.owner,
    "update pgboss.queue set policy = 'exclusive' where name = 'promotion'",
  )
  t.equal((await post(csv(1))).status, 202)

  const second = await post(csv(1))
  t.equal(second.status, 500)
  await second.text()
  t.match(await kept(), { batches: 1, jobs: 1, staged: 1 })
})

t.test('a job that fails while every other upload has its connection', async t => {
  const { post, open, kept, connections } = await batchApi(t, { env: { BATCH_UPLOADS: '2' } })
  const sql = (text: string) => queryAs(connections.owner, text)
  const authorization = `Bearer ${await giveToken(connections.owner, 'other')}`
  const first = open({ authorization })
  first.sending.write(csv(5000))
  await until(async () => (await kept()).uploads === 1)

  await sql('revoke insert on pgboss.job_common from rates_api')
  t.equal((await post(csv(1))).status, 500)
  await sql('grant insert on pgboss.job_common to rates_api')

  const third = open()
  third.sending.write(csv(5000))
  await until(async () => (await kept()).uploads === 2)
  first.sending.end()
  t.equal((await first.answer).status, 202)
  third.sending.end()
  t.equal((await third.answer).status, 202)
})

t.test('a queue that is not there', async t => {
  const { post, connections } = await batchApi(t)
  await queryAs(connections.owner, "delete from pgboss.queue where name = 'withdrawal'")
  const answer = await post(csv(1))
  t.equal(answer.status, 503)
  t.match(await body(answer), { code: 'not_ready', detail: /run migrate/ })
})
