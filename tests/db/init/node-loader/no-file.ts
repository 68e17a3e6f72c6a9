// What is no file, or an empty one, is refused before anything is loaded.
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { refuses } from '#tests/fixtures/load-dump.ts'

t.test('a missing file', t =>
  refuses(t, '/nowhere/rates.sql', {
    name: 'DumpMissing',
    says: /^There is no dump at \/nowhere\/rates.sql. Put one there, .* RATES_DUMP/,
  }),
)

t.test('a folder', t =>
  refuses(t, t.testdir({}), { name: 'DumpNotAFile', says: /is not a file\. Name the dump itself/ }),
)

t.test('an empty file', t =>
  refuses(t, `${t.testdir({ 'rates.sql': '' })}/rates.sql`, {
    name: 'DumpEmpty',
    says: /rates\.sql is empty\. Make the dump again/,
  }),
)

t.test('an empty file, zipped', t =>
  refuses(t, `${t.testdir({ 'rates.sql': gzipSync('') })}/rates.sql`, {
    name: 'DumpEmpty',
    says: /rates\.sql is empty/,
  }),
)

t.test('a file that is no dump', t =>
  refuses(t, `${t.testdir({ 'rates.sql': Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8]) })}/rates.sql`, {
    name: 'DumpFormatUnknown',
    says: /rates\.sql is neither plain SQL in UTF-8, nor gzip, nor pg_dump's custom format/,
  }),
)

t.test('text in UTF-16', t =>
  refuses(t, `${t.testdir({ 'rates.sql': Buffer.from('\uFEFFselect 1;', 'utf16le') })}/rates.sql`, {
    name: 'DumpFormatUnknown',
    says: /plain SQL in UTF-8/,
  }),
)
