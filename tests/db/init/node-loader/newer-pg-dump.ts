// What newer releases of pg_dump add, and PostgreSQL 13 does not know, does not matter.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { database } from '#tests/fixtures/database.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

t.test('a dump with \\restrict and transaction_timeout', async t => {
  const { owner } = await database(t, { from: 'empty' })
  const sample = await readFile(sampleDump, 'utf8')
  const newer = `${sample.replace(
    'SET lock_timeout = 0;',
    '\\restrict k3y\nSET lock_timeout = 0;\nSET transaction_timeout = 0;',
  )}\n\\unrestrict k3y\n`
  const file = `${t.testdir({ 'rates.sql': newer })}/rates.sql`

  t.match(await loadDump({ connection: owner, file }), { outcome: 'loaded', prices: 56_000 })
})
