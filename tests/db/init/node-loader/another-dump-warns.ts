// Another dump, or none, beside a loaded database: one sentence says so and the data is kept.
import t from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { database } from '#tests/fixtures/database.ts'

t.test('another dump', async t => {
  const { owner } = await database(t)
  const dir = t.testdir({ 'rates.sql': 'select 1;' })
  const warnings: string[] = []

  const file = `${dir}/rates.sql`
  const kept = await loadDump({ connection: owner, file, warn: line => warnings.push(line) })

  t.match(kept, { outcome: 'kept', prices: 56_000 })
  t.same(warnings, [
    `${file} is not the dump that this database was loaded from; the data loaded before is kept.`,
  ])
})

t.test('no dump', async t => {
  const { owner } = await database(t)
  const warnings: string[] = []

  const warn = (line: string) => warnings.push(line)
  const kept = await loadDump({ connection: owner, file: '/nowhere/rates.sql', warn })

  t.match(kept, { outcome: 'kept', prices: 56_000 })
  t.same(warnings, [`/nowhere/rates.sql can't be read; the data loaded before is kept.`])
})
