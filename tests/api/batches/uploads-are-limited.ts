// One process takes in so many batches at once; the next is told to come again, and reads go on.
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { batchApi, csv, until } from '#tests/fixtures/batches.ts'

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
