// What the headers show to be impossible is refused at once, with what would be possible.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv, nothing } from '#tests/fixtures/batches.ts'

const limits = { BATCH_MAX_BYTES: '1000' }

const refusals = [
  [{ authorization: '' }, 401, 'unauthorized', 'www-authenticate', /^Bearer realm="rates"$/],
  [{ authorization: 'Basic eDp5' }, 401, 'unauthorized', 'www-authenticate', /^Bearer/],
  [
    { authorization: 'Bearer rates_unknown' },
    401,
    'unauthorized',
    'www-authenticate',
    /invalid_token/,
  ],
  [
    { 'content-type': 'text/plain' },
    415,
    'unsupported_media_type',
    'accept-post',
    /^text\/csv, application\/x-ndjson, application\/json$/,
  ],
  [
    { 'content-type': 'text/csv; charset=latin1' },
    415,
    'unsupported_media_type',
    'accept-post',
    /csv/,
  ],
  [{ 'content-type': 'constructor' }, 415, 'unsupported_media_type', 'accept-post', /csv/],
  [
    { 'content-encoding': 'br' },
    415,
    'unsupported_encoding',
    'accept-encoding',
    /^identity, gzip, zstd$/,
  ],
  [{ 'content-encoding': 'gzip, gzip' }, 415, 'unsupported_encoding', 'accept-encoding', /gzip/],
  [{ 'idempotency-key': '' }, 400, 'invalid_idempotency_key', 'content-type', /problem/],
  [{ 'idempotency-key': 'clé' }, 400, 'invalid_idempotency_key', 'content-type', /problem/],
  [
    { 'idempotency-key': 'k'.repeat(256) },
    400,
    'invalid_idempotency_key',
    'content-type',
    /problem/,
  ],
] as const

t.test('a small body', async t => {
  const { post, kept } = await batchApi(t, { env: limits })
  for (const [headers, status, code, name, value] of refusals) {
    const answer = await post(csv(2), headers)
    t.equal(answer.status, status, JSON.stringify(headers))
    t.match(answer.headers.get(name), value)
    t.match(await body(answer), { status, code })
  }
  t.strictSame(await kept(), nothing)
})

t.test('a body over the limit, announced or not', async t => {
  const { post, kept } = await batchApi(t, { env: limits })
  for (const whole of [csv(1000), new Blob([csv(1000)]).stream()]) {
    const answer = await post(whole as string)
    t.equal(answer.status, 413)
    t.match(await body(answer), { code: 'batch_too_large', detail: /1000/ })
  }
  t.strictSame(await kept(), nothing)
})

t.test('more rows than may be', async t => {
  const { post, kept } = await batchApi(t, { env: { BATCH_MAX_ROWS: '10' } })
  t.equal((await post(csv(10))).status, 202)
  const answer = await post(csv(11))
  t.equal(answer.status, 413)
  t.match(await body(answer), { code: 'batch_too_large', detail: /10 rows/ })
  t.match(await kept(), { staged: 10, batches: 1, jobs: 1 })
})

t.test('a large body that is still being sent when it is refused: the answer arrives', async t => {
  const { post } = await batchApi(t)
  for (let round = 0; round < 10; round++) {
    const answer = await post(csv(200_000), { authorization: 'Bearer nobody' })
    t.equal(answer.status, 401)
    t.equal((await body(answer)).code, 'unauthorized')
  }
})

t.test('two keys', async t => {
  const { open, kept } = await batchApi(t)
  const { sending, answer } = open({ 'idempotency-key': ['one', 'two'] })
  sending.end(csv(2))
  t.match(await answer, { status: 400, body: { code: 'invalid_idempotency_key' } })
  t.strictSame(await kept(), nothing)
})
