// Bodies mutated at random never crash or stop the reading, nor bring rows beside errors.
import fc from 'fast-check'
import t from 'tap'
import type { Encoding } from '#api/batches/read/decompress.ts'
import { ReadFailure } from '#api/batches/read/failures.ts'
import type { Format } from '#api/batches/read/read-batch.ts'
import { encode, goodPrices, read, write } from '#tests/fixtures/batch-bodies.ts'

const runsEach = 300
const good = Array.from({ length: 30 }, (_, index) => goodPrices[index % goodPrices.length] ?? {})

const snippet = fc.constantFrom(
  '"',
  ',',
  '\n',
  '\r',
  '{',
  '}',
  '[',
  ']',
  '\\',
  ':',
  '\0',
  '\ufeff',
  '🚢',
  '\\u0000',
  ' ',
  '-',
  '9',
)
const junk = fc.oneof(
  snippet.map(text => Buffer.from(text)),
  fc.uint8Array({ maxLength: 4 }).map(bytes => Buffer.from(bytes)),
)
const mutation = fc.record({ at: fc.nat(), removed: fc.nat({ max: 5 }), junk })
type Mutation = { at: number; removed: number; junk: Buffer }

const mutated = (body: Buffer, mutations: Mutation[]) =>
  mutations.reduce((body, { at, removed, junk }) => {
    const start = at % (body.length + 1)
    return Buffer.concat([body.subarray(0, start), junk, body.subarray(start + removed)])
  }, body)

const line = /^7\t(CNSGH|NLRTM|ÉÑ港🚢)\t(CNSGH|NLRTM|ÉÑ港🚢)\t\d{4}-\d\d-\d\d\t[1-9]\d*\n$/

const check = async (body: Buffer, format: Format, encoding: Encoding) => {
  const result = await read(body, { format, encoding }).catch(error => error)
  if (result instanceof Error) {
    if (!(result instanceof ReadFailure)) throw result
    return
  }
  const { rows, errors, copyText } = result
  const lines = copyText.match(/.*\n/g) ?? []
  if (!lines.every((text: string) => line.test(text))) throw new Error(`wrong line in ${copyText}`)
  if (errors.count === 0 && lines.length !== rows) throw new Error(`${lines.length} of ${rows}`)
  // A body this small is read at once: no line may have come out before the first error.
  if (errors.count > 0 && copyText !== '') throw new Error(`rows beside ${errors.count} errors`)
}

for (const format of Object.keys(write) as Format[]) {
  for (const encoding of Object.keys(encode) as Encoding[]) {
    t.test(`${format}, ${encoding}`, async t => {
      const body = Buffer.from(write[format](good))
      const places = fc.constantFrom('before', 'after')
      const property = fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        places,
        (mutations, place) =>
          place === 'before'
            ? check(encode[encoding](mutated(body, mutations)), format, encoding)
            : check(mutated(encode[encoding](body), mutations), format, encoding),
      )
      await t.resolves(fc.assert(property, { numRuns: runsEach }))
    })
  }
}
