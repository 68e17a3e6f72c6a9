// Wherever the file's chunks end, the parts of the dump are the same.
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import t from 'tap'
import { dumpParts } from '#db/init/dump-parts.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const whole = await readFile(sampleDump)
const rowsStart = whole.indexOf('COPY public.prices')
const rowsEnd = whole.indexOf('\\.\n', rowsStart)
// The whole structure and a few hundred rows.
const dump = Buffer.concat([
  whole.subarray(0, whole.indexOf('\n', rowsStart + 9_000) + 1),
  whole.subarray(rowsEnd),
])

async function* chunksOf(size: number) {
  for (let at = 0; at < dump.length; at += size) yield dump.subarray(at, at + size)
}

const partsIn = async (chunks: AsyncIterable<Buffer>) => {
  const parts = []
  for await (const { rows, ...part } of dumpParts(chunks, 'rates.sql')) {
    const read = rows ? await text(rows) : undefined
    parts.push({ ...part, rows: read })
  }
  return parts
}

t.test('any size of chunks', async t => {
  const wanted = await partsIn(chunksOf(dump.length))
  t.equal(wanted.filter(({ rows }) => rows).length, 3)

  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async size => {
      t.strictSame(await partsIn(chunksOf(size)), wanted)
    }),
    { numRuns: 25 },
  )
})
