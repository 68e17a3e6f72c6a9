// A dump loads the same in every format, whatever its name says.
import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { customDump, noCustomDump } from '#tests/fixtures/custom-dump.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const checksum = 'select count(*)::int, sum(hashtext(prices::text)) as rows from prices'

const loadsLikeTheSample = async (t: Test, file: string) => {
  const sample = await database(t, { from: 'loaded' })
  const { owner } = await database(t, { from: 'empty' })

  const { outcome, prices } = await loadDump({ connection: owner, file })

  const rows = await queryAs(owner, checksum)
  t.same(rows, await queryAs(sample.owner, checksum))
  t.same({ outcome, prices }, { outcome: 'loaded', prices: rows[0].count })
}

const zipped = async (t: Test, file: string) => {
  const copy = `${t.testdir({})}/rates.dump`
  await writeFile(copy, gzipSync(await readFile(file)))
  return copy
}

t.test('plain SQL', t => loadsLikeTheSample(t, sampleDump))

t.test('gzip', async t => loadsLikeTheSample(t, await zipped(t, sampleDump)))

t.test('gzip in two parts', async t => {
  const text = await readFile(sampleDump)
  const parts = [text.subarray(0, 700_001), text.subarray(700_001)].map(part => gzipSync(part))
  const dir = t.testdir({ 'rates.sql': Buffer.concat(parts) })
  await loadsLikeTheSample(t, `${dir}/rates.sql`)
})

t.test('pg_dump custom format', { skip: noCustomDump }, async t => {
  await loadsLikeTheSample(t, await customDump(t))
})

t.test('gzip of pg_dump custom format', { skip: noCustomDump }, async t => {
  const custom = await customDump(t)
  await t.test('zipped', async t => loadsLikeTheSample(t, await zipped(t, custom)))
})

t.test('line ends and a mark from Windows', async t => {
  const text = `\uFEFF${(await readFile(sampleDump, 'utf8')).replaceAll('\n', '\r\n')}`
  await loadsLikeTheSample(t, `${t.testdir({ 'rates.sql': text })}/rates.sql`)
})
