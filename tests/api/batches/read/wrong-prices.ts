// Every error of a price is listed with its line or item, field, value and reason.
import t from 'tap'
import type { Finding } from '#api/batches/read/findings.ts'
import type { Format } from '#api/batches/read/read-batch.ts'
import { goodPrices, header, read } from '#tests/fixtures/batch-bodies.ts'

const port = 'is not a known port'
const day = 'is not a day as YYYY-MM-DD'
const price = 'is not a whole number from 1 to 2147483647'
const unknown = 'is not a field of a price'
const quoting = 'is not quoted as in RFC 4180'

type Expected = [line: number, field: Finding['field'], value: string, reason: string]

const good = 'CNSGH,NLRTM,2021-01-31,1244\n'
const csv: [body: string, ...errors: Expected[]][] = [
  [`${good}XXXXX,NLRTM,2021-01-31,1\n`, [3, 'orig_code', 'XXXXX', port]],
  [`${good}CNSGH,nlrtm,2021-01-31,1\n${good}`, [3, 'dest_code', 'nlrtm', port]],
  ['CNSGH, NLRTM,2021-01-31,1\n', [2, 'dest_code', ' NLRTM', port]],
  ['CNSGH,,2021-01-31,1\n', [2, 'dest_code', '', port]],
  ...['2021-02-29', '0000-01-01', '2021-1-5', '2021-01- 5', '20210105', '10000-01-01', ''].map(
    (value): [string, Expected] => [`CNSGH,NLRTM,${value},1\n`, [2, 'day', value, day]],
  ),
  ...['0', '-1', '+1', '1.0', '1e3', '2147483648', '99999999999', '01', ' 1', '١', '', 'NaN'].map(
    (value): [string, Expected] => [
      `CNSGH,NLRTM,2021-01-31,${value}\n`,
      [2, 'price', value, price],
    ],
  ),
  ['X,NLRTM,Y,Z\n', [2, 'orig_code', 'X', port], [2, 'day', 'Y', day], [2, 'price', 'Z', price]],
  ['CNSGH,NLRTM,2021-01-31\n', [2, null, 'CNSGH,NLRTM,2021-01-31', 'has 3 fields, not 4']],
  ['CNSGH,NLRTM,2021-01-31,1,\n', [2, null, 'CNSGH,NLRTM,2021-01-31,1,', 'has 5 fields, not 4']],
  [`${good}\n${good}`, [3, null, '', 'is empty']],
  [`${good}\n\n`, [3, null, '', 'is empty']],
  [
    `"CN\nSGH",NLRTM,2021-01-31,1\nX,NLRTM,2021-01-31,1\n`,
    [2, 'orig_code', 'CN\nSGH', port],
    [4, 'orig_code', 'X', port],
  ],
  [`CN"SGH,NLRTM,2021-01-31,1\n${good}`, [2, null, 'CN"SGH,NLRTM,2021-01-31,1\n', quoting]],
  [`"CNSGH"x,NLRTM,2021-01-31,1\n${good}`, [2, null, '"CNSGH"x,NLRTM,2021-01-31,1\n', quoting]],
  [`"CNSGH,NLRTM\n${good}`, [2, null, `"CNSGH,NLRTM\n${good}`, quoting]],
  [`${'x'.repeat(99)}🚢,NLRTM,2021-01-31,1\n`, [2, 'orig_code', `${'x'.repeat(99)}\ufffd`, port]],
  ['', [1, null, '', 'the batch is empty']],
]

const headers: [body: string, ...errors: Expected[]][] = [
  ['orig_code,dest_code,day\nX', [1, 'price', '', 'is missing in the header']],
  ['orig_code,dest_code,day,price,x\n', [1, 'x', 'x', unknown]],
  ['orig_code,dest_code,day,price,day\n', [1, 'day', 'day', 'is there twice']],
  [
    'orig_code,dest_code,day,Price\n',
    [1, 'Price', 'Price', unknown],
    [1, 'price', '', 'is missing in the header'],
  ],
]

const withPrice = (text: string) => JSON.stringify(goodPrices[0]).replace('1244', text)
const json: [item: string, ...errors: Expected[]][] = [
  [withPrice('"1244"'), [1, 'price', '1244', 'is in quotes']],
  ...['-1', '0', '1.5', '1e400', '2147483648', 'null', 'true'].map((text): [string, Expected] => [
    withPrice(text),
    [1, 'price', String(JSON.parse(text)), price],
  ]),
  [withPrice('{}'), [1, 'price', 'an object', price]],
  [withPrice('[5]'), [1, 'price', 'an array', price]],
  [withPrice('5,"x":"\\u0000\\ud800"'), [1, 'x', '\ufffd\ufffd', unknown]],
  [withPrice('5,"__proto__":{}'), [1, '__proto__', 'an object', unknown]],
  [
    withPrice('5').replace('"day"', '"Day"'),
    [1, 'day', '', 'is missing'],
    [1, 'Day', '2021-01-31', unknown],
  ],
  [withPrice('5').replace('"CNSGH"', '["CNSGH"]'), [1, 'orig_code', 'an array', port]],
  ['5', [1, null, '5', 'is not an object']],
  ['null', [1, null, 'null', 'is not an object']],
  ['{x}', [1, null, '{x}', 'is not JSON']],
  ['{"day":"}"x}', [1, null, '{"day":"}"x}', 'is not JSON']],
]

const check = (format: Format, body: string, errors: Expected[]) =>
  t.test(`${format}: ${body.slice(0, 80)}`, async t => {
    const { errors: found } = await read(body, { format })
    const wanted = errors.map(([at, field, value, reason]) => ({
      ...(format === 'json' ? { item: at } : { line: at }),
      ...{ field, value, reason },
    }))
    t.strictSame(found, { count: errors.length, first: wanted })
  })

for (const [body, ...errors] of csv) check('csv', header + body, errors)
for (const [body, ...errors] of headers) check('csv', body, errors)
for (const [item, ...errors] of json) {
  check('json', `[${item}]`, errors)
  check('ndjson', `${item}\n`, errors)
}
check('ndjson', `${withPrice('5')}\n\n{`, [
  [2, null, '', 'is empty'],
  [3, null, '{', 'is not JSON'],
])
check('json', '[]', [[1, null, '', 'the batch is empty']])
check('ndjson', '', [[1, null, '', 'the batch is empty']])

t.test('the first 100 are listed, all are counted, no line follows the first', async t => {
  const body = header + good + 'X,Y,2021-01-31,1\n'.repeat(5_000) + good.repeat(5_000)
  const { errors, rows, copyText } = await read(body)
  t.equal(errors.count, 10_000)
  t.equal(errors.first.length, 100)
  t.equal(rows, 10_001)
  t.equal(copyText, '')
})
