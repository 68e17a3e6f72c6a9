// A small body that grows without end is cut at the limit, which counts what comes out.
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { TooLarge, Undecodable } from '#api/batches/read/failures.ts'
import { readBatch } from '#api/batches/read/read-batch.ts'
import { encode, header, options, read } from '#tests/fixtures/batch-bodies.ts'

const bombMegabytes = 500
const limits = { maxBytes: 20_000_000, maxRows: 100_000_000 }
const bomb = Buffer.concat([
  Buffer.from(header),
  Buffer.alloc(30_000_000, 'CNSGH,NLRTM,2021-01-31,1\n'),
])

for (const encoding of ['gzip', 'zstd'] as const) {
  t.test(encoding, async t => {
    const body = encode[encoding](bomb)
    t.ok(body.length < 100_000, `${body.length} bytes`)
    t.type(await read(body, { encoding, limits }).catch(error => error), TooLarge)
  })
}

t.test('gzip of zeros is refused long before its end', async t => {
  const gzip = createGzip()
  const zeros = Buffer.alloc(1_000_000, 'a')
  const source = Readable.from(Array.from({ length: bombMegabytes }, () => zeros)).pipe(gzip)
  const { copyText } = readBatch(source, options({ encoding: 'gzip' }))
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  await t.rejects(pipeline(copyText, sink), { code: 'record_too_long' })
  t.ok(gzip.bytesWritten < 20_000_000, `${gzip.bytesWritten} bytes`)
  gzip.destroy()
})

t.test('zstd that asks for a window above 8 MB', async t => {
  const params = { [constants.ZSTD_c_windowLog]: 26 }
  const body = zstdCompressSync(bomb, { params })
  t.type(await read(body, { encoding: 'zstd' }).catch(error => error), Undecodable)
})
