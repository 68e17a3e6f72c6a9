// A batch in any format and encoding is accepted with its rows, its record and its job, or not at all.
import { gzipSync, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const prices = [
  { orig_code: 'CNGGZ', dest_code: 'EETLL', day: '2021-01-15', price: 1500 },
  { orig_code: 'CNGGZ', dest_code: 'EETLL', day: '2021-01-15', price: 1500 },
  { orig_code: 'EETLL', dest_code: 'CNGGZ', day: '2024-02-29', price: 1 },
]
const formats = {
  'text/csv': `orig_code,dest_code,day,price\n${prices
    .map(price => Object.values(price).join(','))
    .join('\n')}`,
  'application/x-ndjson': prices.map(price => JSON.stringify(price)).join('\n'),
  'application/json; charset=utf-8': JSON.stringify(prices),
}
const encodings = {
  identity: (text: string) => text,
  gzip: (text: string) => gzipSync(text),
  zstd: (text: string) => zstdCompressSync(text),
}

t.test('formats and encodings', async t => {
  const { post, get, connections } = await batchApi(t)
  for (const [type, text] of Object.entries(formats)) {
    for (const [encoding, encode] of Object.entries(encodings)) {
      const answer = await post(encode(text), {
        'content-type': type,
        'content-encoding': encoding,
      })
      const batch = await body(answer)
      t.equal(answer.status, 202, `${type} ${encoding} ${JSON.stringify(batch)}`)
      t.equal(answer.headers.get('location'), `/batches/${batch.id}`)
      t.match(batch, {
        state: 'accepted',
        client: 'loader',
        rows: 3,
        size_bytes: Buffer.byteLength(text),
        content_sha256: /^[0-9a-f]{64}$/,
        error_count: 0,
        errors: [],
      })
      t.strictSame(await body(await get(`/batches/${batch.id}`)), batch, 'and is found again')

      const staged = await queryAs(
        connections.owner,
        `select orig_code, dest_code, to_char(day, 'YYYY-MM-DD') as day, price
           from staging where batch_id = $1 order by ctid`,
        [batch.id],
      )
      t.strictSame(staged, prices)
      const jobs = await queryAs(
        connections.owner,
        "select name, data, state from pgboss.job where data = json_build_object('batchId', $1::int)::jsonb",
        [batch.id],
      )
      t.strictSame(jobs, [{ name: 'promotion', data: { batchId: batch.id }, state: 'created' }])
    }
  }
})
