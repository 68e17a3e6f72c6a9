// What is right comes out as lines for COPY, in every format and encoding.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import Papa from 'papaparse'
import t from 'tap'
import type { Encoding } from '#api/batches/read/decompress.ts'
import type { Format } from '#api/batches/read/read-batch.ts'
import {
  copyTextOf,
  encode,
  goodPrices,
  header,
  read,
  write,
} from '#tests/fixtures/batch-bodies.ts'

for (const format of Object.keys(write) as Format[]) {
  for (const encoding of Object.keys(encode) as Encoding[]) {
    t.test(`${format}, ${encoding}`, async t => {
      const body = Buffer.from(write[format](goodPrices))
      t.strictSame(await read(encode[encoding](body), { format, encoding }), {
        rows: goodPrices.length,
        sizeBytes: body.length,
        sha256: createHash('sha256').update(body).digest('hex'),
        errors: { count: 0, first: [] },
        copyText: copyTextOf(goodPrices),
      })
    })
  }
}

const line = 'CNSGH,NLRTM,2021-01-31,1244'
const object = JSON.stringify(goodPrices[0])
const variants: [name: string, format: Format, body: string][] = [
  ['CRLF', 'csv', `${header.trim()}\r\n${line}\r\n`],
  ['no last line break', 'csv', header + line],
  ['an empty line at the very end', 'csv', `${header + line}\n\n`],
  ['an empty line with CRLF at the very end', 'csv', `${header + line}\r\n\r\n`],
  ['a byte order mark', 'csv', `\ufeff${header}${line}\n`],
  [
    'another order of columns',
    'csv',
    'price,day,dest_code,orig_code\n1244,2021-01-31,NLRTM,CNSGH\n',
  ],
  ['quoted fields', 'csv', '"orig_code",dest_code,"day",price\n"CNSGH",NLRTM,2021-01-31,"1244"\n'],
  ['quoted fields, CRLF, no last break', 'csv', `${header}CNSGH,NLRTM,"2021-01-31","1244"`],
  ['CRLF', 'ndjson', `${object}\r\n`],
  ['no last line break', 'ndjson', object],
  ['an empty line at the very end', 'ndjson', `${object}\n\n`],
  ['a byte order mark', 'ndjson', `\ufeff${object}`],
  ['a price with .0', 'ndjson', object.replace('1244', '1244.0')],
  ['a name twice, the last counts', 'ndjson', object.replace('{', '{"price":"no",')],
  ['spaces', 'json', ` [\r\n\t${object.replaceAll(',', ' , ')}\n ] \n`],
  ['escapes', 'json', `[${object.replace('CNSGH', '\\u0043NSGH')}]`],
]

for (const [name, format, body] of variants) {
  t.test(`${format} with ${name}`, async t => {
    t.match(await read(body, { format }), {
      errors: { count: 0 },
      copyText: copyTextOf(goodPrices.slice(0, 1)),
    })
  })
}

t.test('several members of gzip, frames of zstd', async t => {
  const body = Buffer.from(write.csv(goodPrices))
  for (const encoding of ['gzip', 'zstd'] as const) {
    const parts = [body.subarray(0, 50), body.subarray(50)].map(encode[encoding])
    t.equal((await read(Buffer.concat(parts), { encoding })).copyText, copyTextOf(goodPrices))
    t.equal((await read(parts, { encoding })).copyText, copyTextOf(goodPrices))
  }
})

t.test('codes are escaped as COPY asks', async t => {
  const code = 'a\tb\\c\nd\re"f'
  const prices = [{ ...goodPrices[0], orig_code: code }]
  const body = Papa.unparse(prices, { newline: '\n' })
  const { copyText } = await read(body, { ports: new Set([code, 'NLRTM']) })
  t.equal(copyText, '7\ta\\tb\\\\c\\nd\\re"f\tNLRTM\t2021-01-31\t1244\n')
})

t.test('whatever papaparse writes is read', async t => {
  const code = fc.string({
    unit: fc.constantFrom('"', ',', '\n', '\r\n', ' ', 'a', '港'),
    minLength: 1,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(code, { minLength: 1 }), fc.boolean(), async (codes, quotes) => {
      const prices = codes.map(orig_code => ({ ...goodPrices[0], orig_code }))
      const body = Papa.unparse(prices, { quotes })
      const result = await read(body, { ports: new Set([...codes, 'NLRTM']) })
      t.match(result, { rows: codes.length, errors: { count: 0 } })
    }),
    { numRuns: 300 },
  )
})
