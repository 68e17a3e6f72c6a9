// Wherever the chunks end, in the middle of a character too, the outcome is the same.
import fc from 'fast-check'
import t from 'tap'
import type { Encoding } from '#api/batches/read/decompress.ts'
import type { Format } from '#api/batches/read/read-batch.ts'
import { chunksOf, encode, goodPrices, header, read, write } from '#tests/fixtures/batch-bodies.ts'

const good = Array.from({ length: 300 }, (_, index) => goodPrices[index % goodPrices.length] ?? {})
const bodies: [Format, string][] = [
  ['csv', write.csv(good)],
  ['csv', `${header.trim()}\r\n${'"CNSGH","ÉÑ港🚢","2021-01-01","5"\r\n'.repeat(300)}\r\n`],
  ['csv', `${header}${'"CN""\r\nSGH",ÉÑ港🚢,2021-01-01,5\n"港"🚢,b\n\na,"b",c'.repeat(200)}`],
  ['csv', `${header}${'\r\n'.repeat(9_000)}`],
  ['ndjson', write.ndjson(good)],
  ['ndjson', `{}\n\n{"day":"}🚢{"}\r\n港\n`.repeat(300)],
  ['json', write.json(good)],
  ['json', `[${'{"day":"}🚢]\\"{"} , [{}], "港\\\\", {"day":{}},'.repeat(200)}{}]`],
  ['csv', `${header}CNSGH,NLRTM,2021-01-01,5\n"`.padEnd(70_000, 'ab\n')],
  ['ndjson', `${write.ndjson(good)}${'港'.repeat(70_000)}`],
  ['json', `[{},{"a":"${'}'.repeat(65_000)}`],
]

// How many lines come before the first error is no part of it: the caller rolls them back.
const outcome = (body: Iterable<Buffer>, format: Format, encoding: Encoding) =>
  read(body, { format, encoding }).then(
    ({ copyText, ...result }) => ({ ...result, copyText: result.errors.count > 0 || copyText }),
    error => ({ failed: String(error) }),
  )

for (const [format, body] of bodies) {
  t.test(`${format}: ${body.slice(0, 60)}`, async t => {
    for (const encoding of Object.keys(encode) as Encoding[]) {
      const bytes = encode[encoding](Buffer.from(body))
      const wanted = await outcome([bytes], format, encoding)
      const sizes = fc.oneof(
        fc.integer({ min: 7, max: 300 }),
        fc.integer({ min: 300, max: 20_000 }),
      )
      await fc.assert(
        fc.asyncProperty(sizes, async size => {
          t.strictSame(await outcome(chunksOf(bytes, size), format, encoding), wanted)
        }),
        { numRuns: 12 },
      )
    }
    const short = Buffer.from(body).subarray(0, 9_000)
    const wanted = await outcome([short], format, 'identity')
    t.strictSame(await outcome(chunksOf(short, 1), format, 'identity'), wanted, 'byte by byte')
  })
}
