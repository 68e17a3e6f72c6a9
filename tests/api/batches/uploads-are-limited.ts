// One process takes in so many batches at once, one client one less; the next is told to come
// again, and reads go on.
import { once } from 'node:events'
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { batchApi, csv, giveToken, until } from '#tests/fixtures/batches.ts'

t.test('BATCH_UPLOADS=1', async t => {
  const { open, post, get, kept } = await batchApi(t, { env: { BATCH_UPLOADS: '1' } })
  const { sending, answer } = open()
  sending.write(csv(5000))
  await until(async () => (await kept()).uploads === 1)

  const second = await post(csv(5))
  t.equal(second.status, 503)
  t.equal(second.headers.get('retry-after'), '1')
  t.match(await body(second), { code: 'busy' })
  t.equal((await get(ratesPath({}))).status, 200)

  sending.end()
  t.equal((await answer).status, 202)
  t.equal((await post(csv(5))).status, 202)
})

t.test('a batch sent again under its key', async t => {
  const { open, post } = await batchApi(t, { env: { BATCH_UPLOADS: '1' } })
  const key = { 'idempotency-key': 'january' }
  t.equal((await post(csv(5000), key)).status, 202)

  const { sending, answer } = open({ ...key, expect: '100-continue' })
  sending.flushHeaders()
  await once(sending, 'continue')
  t.match(await body(await post(csv(5000), key)), { code: 'busy' })

  sending.end(csv(5000))
  t.equal((await answer).status, 200)
  t.equal((await post(csv(5000), key)).status, 200)
})

t.test('one client leaves a place to the others', async t => {
  const { open, post, kept, connections } = await batchApi(t, { env: { BATCH_UPLOADS: '3' } })
  const authorization = `Bearer ${await giveToken(connections.owner, 'other')}`
  const opened = [open(), open()]
  for (const { sending } of opened) sending.write(csv(5000))
  await until(async () => (await kept()).uploads === 2)

  const [third, others] = await Promise.all([post(csv(5)), post(csv(5), { authorization })])
  t.equal(third.status, 503)
  t.equal(others.status, 202)

  for (const { sending } of opened) sending.end()
  for (const { answer } of opened) t.equal((await answer).status, 202)
})

t.test('those who wait for a moment get a place', async t => {
  const { post } = await batchApi(t, { env: { BATCH_UPLOADS: '2' } })
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(csv(50))))
  t.strictSame(
    answers.map(({ status }) => status),
    Array(8).fill(202),
  )
})
