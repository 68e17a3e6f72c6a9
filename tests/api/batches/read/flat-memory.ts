// A million rows take no more memory than a few, whatever the format.
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { type Format, readBatch } from '#api/batches/read/read-batch.ts'
import { header, options } from '#tests/fixtures/batch-bodies.ts'

const rows = 1_000_000
const rowsAChunk = 1_000
const maxGrowthBytes = 60_000_000

const day = (index: number) => new Date(index * 86_400_000).toISOString().slice(0, 10)
const object = (index: number) =>
  `{"orig_code":"CNSGH","dest_code":"NLRTM","day":"${day(index)}","price":${index + 1}}`
const formats = {
  csv: {
    start: header,
    row: (index: number) => `CNSGH,NLRTM,${day(index)},${index + 1}\n`,
    end: '',
  },
  ndjson: { start: '', row: (index: number) => `${object(index)}\n`, end: '' },
  json: { start: '[', row: (index: number) => `${index ? ',' : ''}${object(index)}`, end: ']' },
}

function* body({ start, row, end }: (typeof formats)[Format]) {
  yield Buffer.from(start)
  for (let at = 0; at < rows; at += rowsAChunk) {
    yield Buffer.from(Array.from({ length: rowsAChunk }, (_, index) => row(at + index)).join(''))
  }
  yield Buffer.from(end)
}

for (const format of Object.keys(formats) as Format[]) {
  t.test(format, async t => {
    const before = process.memoryUsage().rss
    let peak = before
    const sink = new Writable({
      write: (_chunk, _encoding, done) => {
        peak = Math.max(peak, process.memoryUsage.rss())
        done()
      },
    })
    const started = performance.now()
    const { copyText, result } = readBatch(
      Readable.from(body(formats[format])),
      options({ format }),
    )
    await pipeline(copyText, sink)
    t.match(await result, { rows, errors: { count: 0 } })
    t.comment(`${Math.round(performance.now() - started)} ms, making the rows included`)
    t.ok(peak - before < maxGrowthBytes, `grew by ${peak - before} bytes`)
  })
}
