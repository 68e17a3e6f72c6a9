// A batch whose sender goes away before the end leaves nothing at all.
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { batchApi, csv, nothing, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const cuts = {
  'chunks without an end': [{}, csv(50_000)],
  'less than was announced': [{ 'content-length': '9000000' }, csv(50_000)],
  'half of a gzip': [{ 'content-encoding': 'gzip' }, gzipSync(csv(50_000)).subarray(0, 20_000)],
  'with a key': [{ 'idempotency-key': 'cut' }, csv(50_000)],
} as const

t.test('cut off', async t => {
  const { open, post, kept, connections } = await batchApi(t)
  for (const [title, [headers, part]] of Object.entries(cuts)) {
    const { sending } = open(headers)
    sending.write(part)
    await until(async () => (await kept()).uploads > 0)
    sending.destroy()
    await until(async () => (await kept()).uploads === 0)
    t.strictSame(await kept(), nothing, title)
  }
  t.strictSame(await queryAs(connections.owner, 'select id from batches'), [], 'not even a record')

  t.equal((await post(csv(3), { 'idempotency-key': 'cut' })).status, 202, 'the key is free')
})

t.test('a compressed body that ends too early', async t => {
  const { post, kept } = await batchApi(t)
  const answer = await post(gzipSync(csv(5000)).subarray(0, -9), { 'content-encoding': 'gzip' })
  t.equal(answer.status, 422)
  t.strictSame(await kept(), nothing)
})
