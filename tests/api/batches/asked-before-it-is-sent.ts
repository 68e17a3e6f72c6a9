// A client that sends `Expect: 100-continue` hears of a refusal before it has sent the body.
import { once } from 'node:events'
import t from 'tap'
import { batchApi, csv, nothing } from '#tests/fixtures/batches.ts'

const refused = [
  [{ authorization: 'Bearer nobody' }, 401],
  [{ 'content-length': '999999999999' }, 413],
  [{ 'content-type': 'image/png' }, 415],
] as const

t.test('refused', async t => {
  const { open, kept } = await batchApi(t)
  for (const [headers, status] of refused) {
    const { sending, answer } = open({ ...headers, expect: '100-continue' })
    sending.on('continue', () => t.fail('asked to go on'))
    sending.flushHeaders()
    t.equal((await answer).status, status)
    sending.destroy()
  }
  t.strictSame(await kept(), nothing)
})

t.test('told to go on', async t => {
  const { open } = await batchApi(t)
  const { sending, answer } = open({ expect: '100-continue' })
  sending.flushHeaders()
  await once(sending, 'continue')
  sending.end(csv(3))
  t.match(await answer, { status: 202, body: { rows: 3 } })
})
