// A dump cut off at any place is refused, with the place.
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { customDump, noCustomDump } from '#tests/fixtures/custom-dump.ts'
import { refuses } from '#tests/fixtures/load-dump.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const sample = await readFile(sampleDump)
const written = (t: Test, content: string | Buffer) =>
  `${t.testdir({ 'rates.sql': content })}/rates.sql`
const upTo = (mark: string, more = 0) => sample.subarray(0, sample.indexOf(mark) + more)
const lines = (text: Buffer) => text.toString('latin1').split('\n').length - 1

t.test('in the middle of a row', async t => {
  const text = upTo('COPY public.prices', 10_000)
  const line = (lines(text) + 1).toLocaleString('en')
  await refuses(t, written(t, text), {
    name: 'DumpCutOff',
    says: new RegExp(`line ${line}: the dump is cut off, in the rows of "COPY public.prices`),
  })
})

t.test('at the end of a row', async t => {
  const text = upTo('\n', 0)
  const cut = sample.subarray(
    0,
    sample.indexOf('\n', sample.indexOf('COPY public.prices') + 9_999) + 1,
  )
  t.not(text.length, cut.length)
  await refuses(t, written(t, cut), {
    name: 'DumpCutOff',
    says: new RegExp(
      `line ${lines(cut).toLocaleString('en')}: .* in the rows of "COPY public.prices`,
    ),
  })
})

t.test('in the middle of a statement', t =>
  refuses(t, written(t, upTo('PRIMARY KEY')), {
    name: 'DumpCutOff',
    says: /: the dump is cut off, in the middle of "ALTER TABLE ONLY public\./,
  }),
)

t.test('between two statements', t =>
  refuses(t, written(t, upTo('ALTER TABLE ONLY')), {
    name: 'DumpCutOff',
    says: /its last line "-- PostgreSQL database dump complete" is missing/,
  }),
)

t.test('between two statements, where no header of pg_dump tells', async t => {
  const text = upTo('ALTER TABLE ONLY').toString().replace('-- PostgreSQL database dump\n', '')
  await refuses(t, written(t, text), {
    name: 'DumpNotWhole',
    says: /the dump holds no primary key on public\.\w+ .*: is it cut off\?/,
  })
})

t.test('gzip', async t => {
  const whole = gzipSync(sample)
  await refuses(t, written(t, whole.subarray(0, whole.length / 2)), {
    name: 'GzipDamaged',
    says: /The gzip file .* ends too early\. Nothing was loaded\. Copy it again/,
  })
})

t.test('gzip that lacks only its last byte', async t => {
  const whole = gzipSync(sample)
  await refuses(t, written(t, whole.subarray(0, -1)), {
    name: 'GzipDamaged',
    says: /ends too early/,
  })
})

t.test('gzip with a byte changed', async t => {
  const damaged = gzipSync(sample)
  damaged.writeUInt8(damaged.readUInt8(damaged.length - 6) ^ 1, damaged.length - 6)
  await refuses(t, written(t, damaged), { name: 'GzipDamaged', says: /is damaged/ })
})

t.test('pg_dump custom format', { skip: noCustomDump }, async t => {
  const whole = await readFile(await customDump(t))
  await t.test('halved', t =>
    refuses(t, written(t, whole.subarray(0, whole.length / 2)), {
      name: 'RestoreFailed',
      says: /pg_restore can't read .*rates\.sql: .*\. Nothing was loaded/s,
    }),
  )
})
