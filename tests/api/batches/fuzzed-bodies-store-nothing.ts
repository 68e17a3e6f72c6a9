// Thousands of broken bodies: none is an error of ours, and what is not a batch leaves nothing.
import { randomBytes } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { batchApi, csv, nothing } from '#tests/fixtures/batches.ts'
import { createRandom } from '#tests/fixtures/fuzz.ts'

const bodies = 10_000
const senders = 4
const seed = randomBytes(4).readUInt32LE()

// Every price is wrong in three ways, so that no change makes a right batch of a body.
const row = () => 'CNGGZ,XXXXX,2021-02-30,-7'
const price = '{"orig_code":"CNGGZ","dest_code":"XXXXX","day":"2021-02-30","price":-7}'
const samples = {
  'text/csv': csv(30, row),
  'application/x-ndjson': `${price}\n`.repeat(30),
  'application/json': `[${Array(30).fill(price).join()}]`,
}
const encoders = { identity: Buffer.from, gzip: gzipSync, zstd: zstdCompressSync }

t.test(`seed ${seed}`, async t => {
  const { post, kept } = await batchApi(t, { env: { BATCH_MAX_BYTES: '100000' } })
  const { pick, mutate, below } = createRandom(seed)
  const codes = new Map<string, number>()

  const next = () => {
    const type = pick(Object.keys(samples) as (keyof typeof samples)[])
    const encoding = pick(Object.keys(encoders) as (keyof typeof encoders)[])
    const text = below(4) === 0 ? randomBytes(below(2000)) : mutate(Buffer.from(samples[type]))
    const whole = Buffer.from(encoders[encoding](text as never))
    const body = below(3) === 0 ? mutate(whole) : whole
    const said = below(10) === 0 ? pick(Object.keys(encoders)) : encoding
    return { body, headers: { 'content-type': type, 'content-encoding': said } }
  }
  const send = async () => {
    for (let sent = 0; sent < bodies / senders; sent++) {
      const { body, headers } = next()
      const answer = await post(new Uint8Array(body), headers)
      const { code } = JSON.parse(await answer.text())
      codes.set(code, (codes.get(code) ?? 0) + 1)
      if (answer.status >= 500 || answer.status < 400) {
        t.fail(`${answer.status} ${JSON.stringify(headers)} ${body.toString('base64')}`)
      }
    }
  }
  await Promise.all(Array.from({ length: senders }, send))

  t.comment(Object.fromEntries(codes))
  t.strictSame(await kept(), nothing)
})
