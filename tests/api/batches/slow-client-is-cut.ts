// A client that sends too slowly, or for too long, is told so and leaves nothing.
import t from 'tap'
import { batchApi, csv, header, nothing } from '#tests/fixtures/batches.ts'

t.test('slower than BATCH_MIN_BYTES_PER_SECOND', async t => {
  const { open, kept } = await batchApi(t, { env: { BATCH_RATE_WINDOW_MS: '500' } })
  const { sending, answer } = open()
  sending.write(header)
  const drip = setInterval(() => sending.write('CNGGZ,EETLL,2021-01-15,1\n'), 100)
  t.match(await answer, { status: 408, body: { code: 'too_slow', detail: /bytes a second/ } })
  clearInterval(drip)
  sending.destroy()
  t.strictSame(await kept(), nothing)
})

t.test('longer than BATCH_TIMEOUT_MS', async t => {
  const { open, kept } = await batchApi(t, { env: { BATCH_TIMEOUT_MS: '500' } })
  const { sending, answer } = open()
  sending.write(header)
  const flood = setInterval(() => sending.write(csv(1000).slice(header.length)), 20)
  t.match(await answer, { status: 408, body: { code: 'too_slow', detail: /500 ms/ } })
  clearInterval(flood)
  sending.destroy()
  t.strictSame(await kept(), nothing)
})

t.test('a busy database is not the client’s fault', async t => {
  const { post, connections } = await batchApi(t, { env: { BATCH_RATE_WINDOW_MS: '300' } })
  const { default: pg } = await import('pg')
  const blocker = new pg.Client(connections.owner)
  await blocker.connect()
  await blocker.query('begin; lock table staging')
  setTimeout(() => void blocker.end(), 1500)
  t.equal((await post(csv(300_000))).status, 202)
})
