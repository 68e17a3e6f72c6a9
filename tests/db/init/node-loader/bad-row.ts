// One bad row in the middle: nothing is loaded and the sentence names its line.
import { readFile } from 'node:fs/promises'
import t, { type Test } from 'tap'
import { refuses } from '#tests/fixtures/load-dump.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const withRow = async (t: Test, row: string) => {
  const lines = (await readFile(sampleDump, 'utf8')).split('\n')
  const badLine = lines.findIndex(line => line.startsWith('COPY public.prices')) + 20_000
  lines[badLine - 1] = row
  const dir = t.testdir({ 'rates.sql': lines.join('\n') })
  return { file: `${dir}/rates.sql`, line: badLine.toLocaleString('en') }
}

t.test('a price that is no number', async t => {
  const { file, line } = await withRow(t, 'CNGGZ\tEETLL\t2021-01-01\tmany')
  await refuses(t, file, {
    name: 'StatementRefused',
    says: new RegExp(
      `rates.sql, line ${line}: invalid input syntax for type integer: "many".*` +
        'Nothing was loaded. Mend that line',
    ),
  })
})

t.test('a column too few', async t => {
  const { file, line } = await withRow(t, 'CNGGZ\tEETLL\t2021-01-01')
  await refuses(t, file, {
    name: 'StatementRefused',
    says: new RegExp(`line ${line}: missing data for column "price"`),
  })
})

t.test('a port that is not there, told by the key at the end of the dump', async t => {
  const { file } = await withRow(t, 'XXXXX\tEETLL\t2021-01-01\t1000')
  await refuses(t, file, {
    name: 'StatementRefused',
    says: /violates foreign key .*Key \(orig_code\)=\(XXXXX\) is not present in table "ports"/,
  })
})
