// A service's own prices can be dumped and loaded elsewhere; a dump of more than them is refused.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { migrate } from '#db/migrate.ts'
import { noCustomDump } from '#tests/fixtures/custom-dump.ts'
import { database } from '#tests/fixtures/database.ts'
import { dumpOfService, ownTables } from '#tests/fixtures/dump-of-service.ts'
import { refuses } from '#tests/fixtures/load-dump.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { faults } from '#tests/fixtures/rollup.ts'

const pgDump = { skip: noCustomDump }
const command = /pg_dump -t public\.ports -t public\.regions -t public\.prices/

const analyzedQuery = `
  select reltuples::int as prices from pg_class where oid = 'public.prices'::regclass`

for (const format of ['plain', 'custom']) {
  t.test(`its own tables, ${format}`, pgDump, async t => {
    const file = await dumpOfService(t, [`--format=${format}`, ...ownTables])
    const { owner, superuser } = await database(t, { from: 'empty' })

    t.match(await loadDump({ connection: owner, file }), { outcome: 'loaded', prices: 56_001 })
    const [statistics] = await queryAs(owner, analyzedQuery)
    t.strictSame(statistics, { prices: 56_001 }, 'the planner knows how many there are')
    await migrate({ connection: owner, log: () => {} })

    const client = new pg.Client(superuser)
    await client.connect()
    t.teardown(() => client.end())
    t.strictSame(await faults(client), [], 'the rollup is exact')
    await client.query("insert into prices values ('CNGGZ', 'EETLL', '2031-01-02', 5)")
    t.strictSame(await faults(client), [], 'and stays so')
  })
}

t.test('the whole database', pgDump, async t =>
  refuses(t, await dumpOfService(t, []), { name: 'StatementRefused', says: command }),
)

t.test('all but schema ops', pgDump, async t =>
  refuses(t, await dumpOfService(t, ['--exclude-schema=ops', '--no-privileges']), {
    name: 'DumpNotWhole',
    says: command,
  }),
)

t.test('any table that the migrations make', pgDump, async t => {
  const { owner } = await database(t)
  const made = await queryAs(
    owner,
    `select tablename as name from pg_tables
      where schemaname = 'public' and tablename not in ('ports', 'regions', 'prices')`,
  )
  t.ok(made.length > 0)
  for (const { name } of made) {
    await t.test(name, async t =>
      refuses(t, await dumpOfService(t, [...ownTables, '-t', `public.${name}`]), {
        name: 'DumpNotWhole',
        says: new RegExp(`the dump holds public\\.${name}, which .*${command.source}`),
      }),
    )
  }
})

t.test('prices of a port that is not in it', pgDump, async t => {
  const text = await readFile(await dumpOfService(t, ownTables), 'utf8')
  const file = join(
    t.testdir({ 'rates.sql': text.replace(/^CNGGZ\t(?=[A-Z]{5}\t)/m, 'XXXXX\t') }),
    'rates.sql',
  )
  await refuses(t, file, {
    name: 'DumpNotWhole',
    says: /holds prices of port XXXXX, but not the port/,
  })
})
