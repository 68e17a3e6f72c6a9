// What can't be read ends the reading with a named error, whatever else is in the body.
import t from 'tap'
import * as failures from '#api/batches/read/failures.ts'
import type { ReadOptions } from '#api/batches/read/read-batch.ts'
import { encode, goodPrices, header, read, write } from '#tests/fixtures/batch-bodies.ts'

const { RecordTooLong, Undecodable, WrongEncoding, WrongFormat, TooLarge } = failures
const csv = Buffer.from(write.csv(goodPrices))
const json = write.json(goodPrices)
const gzip = encode.gzip(csv)
const zstd = encode.zstd(csv)
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map(part => Buffer.from(part as string)))

type Failure = new (...args: never[]) => failures.ReadFailure
type Case = [name: string, Failure, body: Buffer | string, options?: Partial<ReadOptions>]

const few = (limits: Partial<ReadOptions['limits']>) => ({
  limits: { maxBytes: 1_000_000, maxRows: 1_000, ...limits },
})

const cases: Case[] = [
  ['a row too many', TooLarge, csv, few({ maxRows: 2 })],
  ['wrong rows too many', TooLarge, `${header}${'x\n'.repeat(3)}`, few({ maxRows: 2 })],
  ['a byte too many', TooLarge, csv, few({ maxBytes: csv.length - 1 })],
  ['a line without end', RecordTooLong, header + 'x'.repeat(70_000)],
  ['a long line', RecordTooLong, `${header}${'x'.repeat(70_000)}\n`],
  ['a quote that is not closed', RecordTooLong, `${header}"${'\n'.repeat(70_000)}`],
  ['a long object', RecordTooLong, `{"a":"${'x'.repeat(70_000)}"}\n`, { format: 'ndjson' }],
  ['a long item', RecordTooLong, `[{"a":"${'x'.repeat(70_000)}"}]`, { format: 'json' }],
  ['a long number', RecordTooLong, `[${'1'.repeat(70_000)}]`, { format: 'json' }],
  ['cut gzip', Undecodable, gzip.subarray(0, -1), { encoding: 'gzip' }],
  ['cut zstd', Undecodable, zstd.subarray(0, -1), { encoding: 'zstd' }],
  ['nothing, as gzip', Undecodable, '', { encoding: 'gzip' }],
  ['nothing, as zstd', Undecodable, '', { encoding: 'zstd' }],
  ['text as gzip', Undecodable, csv, { encoding: 'gzip' }],
  ['text as zstd', Undecodable, csv, { encoding: 'zstd' }],
  ['more after gzip', Undecodable, bytes([...gzip], 'xx'), { encoding: 'gzip' }],
  ['NULs after gzip', Undecodable, bytes([...gzip], '\0\0'), { encoding: 'gzip' }],
  ['gzip, a NUL, text', Undecodable, bytes([...gzip], '\0x'), { encoding: 'gzip' }],
  ['gzip, NULs, gzip', Undecodable, bytes([...gzip], '\0\0', [...gzip]), { encoding: 'gzip' }],
  ['NULs after zstd', Undecodable, bytes([...zstd], '\0\0'), { encoding: 'zstd' }],
  ['more after zstd', Undecodable, bytes([...zstd], 'xx'), { encoding: 'zstd' }],
  ['Latin-1', WrongEncoding, bytes(header, [0xc9, 0x2c])],
  ['a character cut off at the end', WrongEncoding, bytes(header, [0xe6, 0xb8])],
  ['UTF-16', WrongEncoding, Buffer.from(`\ufeff${header}`, 'utf16le')],
  ['gzip that is not announced', WrongEncoding, gzip],
  ['a NUL', WrongEncoding, `${header}CNSGH\0`],
  ['no header', WrongFormat, 'CNSGH,NLRTM,2021-01-31,1\n'],
  ['an empty CSV', WrongFormat, ''],
  ['a header with a stray quote', WrongFormat, 'orig"_code,dest_code,day,price\n'],
  ['JSON as CSV', WrongFormat, json],
  ['an object', WrongFormat, '{}', { format: 'json' }],
  ['NDJSON as JSON', WrongFormat, write.ndjson(goodPrices), { format: 'json' }],
  ['empty JSON', WrongFormat, ' ', { format: 'json' }],
  ['an array cut between items', WrongFormat, `[${json.slice(1, -1)}`, { format: 'json' }],
  ['an array cut in an item', WrongFormat, json.slice(0, -9), { format: 'json' }],
  ['an array cut in a string', WrongFormat, '[{"day":"', { format: 'json' }],
  ['two arrays', WrongFormat, `${json}${json}`, { format: 'json' }],
  ['items without commas', WrongFormat, '[{}{}]', { format: 'json' }],
]

for (const [name, failure, body, options] of cases) {
  t.test(name, async t => {
    const outcome = await read(body, options).catch(error => error)
    t.type(outcome, failure)
    t.match(outcome, { code: /^[a-z_]+$/, message: /\.$/ })
  })
}

t.test('what a wrong first line says', async t => {
  const said = async (body: string, options?: Parameters<typeof read>[1]) =>
    (await read(body, options).catch(error => error)).message
  t.match(
    await said('orig_code;dest_code;day;price\nA;B;2021-01-31;1\n'),
    /^Its header is `orig_code;dest_code;day;price`; columns are separated by commas\./,
  )
  t.match(await said('CNSGH,NLRTM,2021-01-31,1\n'), /^The CSV has no header line but `CNSGH,NLRTM/)
  t.match(await said(''), /^The body is empty\. The first line of a CSV has to be orig_code,/)
  t.match(await said(' ', { format: 'json' }), /^The body is empty\. It has to be a JSON array/)
})

t.test('NULs after gzip, wherever the body is cut in two', async t => {
  const body = bytes([...gzip], '\0\0', [...gzip])
  for (let cut = gzip.length - 2; cut <= gzip.length + 4; cut++) {
    const parts = [body.subarray(0, cut), body.subarray(cut)]
    t.type(await read(parts, { encoding: 'gzip' }).catch(error => error), Undecodable)
  }
})
