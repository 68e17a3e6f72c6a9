// A million rows take no more memory than a hundred thousand, whatever the format.
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t, { type Test } from 'tap'
import { type Format, readBatch } from '#api/batches/read/read-batch.ts'
import { header, options } from '#tests/fixtures/batch-bodies.ts'

const fewRows = 100_000
const manyRows = 1_000_000
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
  json: { start: `[${object(0)}`, row: (index: number) => `,${object(index)}`, end: ']' },
}

// The same rows again and again, so that making them takes neither time nor memory.
function* body({ start, row, end }: (typeof formats)[Format], rows: number) {
  const chunk = Buffer.from(Array.from({ length: rowsAChunk }, (_, index) => row(index)).join(''))
  yield Buffer.from(start)
  for (let at = 0; at < rows; at += rowsAChunk) yield chunk
  yield Buffer.from(end)
}

const peakBytes = async (t: Test, format: Format, rows: number) => {
  let peak = 0
  const sink = new Writable({
    write: (_chunk, _encoding, done) => {
      peak = Math.max(peak, process.memoryUsage.rss())
      done()
    },
  })
  const started = performance.now()
  const source = Readable.from(body(formats[format], rows))
  const { copyText, result } = readBatch(source, options({ format }))
  await pipeline(copyText, sink)
  const read = await result
  t.ok(read.rows >= rows)
  t.equal(read.errors.count, 0)
  t.comment(`${rows} rows: ${Math.round(performance.now() - started)} ms`)
  return peak
}

for (const format of Object.keys(formats) as Format[]) {
  t.test(format, async t => {
    const few = await peakBytes(t, format, fewRows)
    const many = await peakBytes(t, format, manyRows)
    t.ok(many - few < maxGrowthBytes, `${many - few} bytes more`)
  })
}
