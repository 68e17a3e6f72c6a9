// Migrating is safe to repeat and to start from several places at once.
import t from 'tap'
import { migrate } from '#db/migrate.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const log = () => {}

t.test('a second run applies nothing', async t => {
  const { owner } = await database(t)
  t.strictSame(await migrate({ connection: owner, log }), { applied: [] })
})

t.test('of five at once one applies, the others wait and find nothing to do', async t => {
  const { owner } = await database(t)
  const folder = t.testdir({ '999_later.sql': 'select pg_sleep(0.3); create table later ();' })
  await queryAs(owner, 'truncate ops.migration_checksums; truncate ops.migrations')

  const runs = await Promise.all(
    Array.from({ length: 5 }, () => migrate({ connection: owner, folder, log })),
  )
  t.strictSame(runs.map(({ applied }) => applied.length).sort(), [0, 0, 0, 0, 1])
})

t.test('the rates query reads the index alone', async t => {
  const { superuser } = await database(t)
  await queryAs(superuser, 'vacuum analyze prices')
  const plan = await queryAs(
    superuser,
    `explain (format json)
     select day, count(*), sum(price) from prices
      where orig_code = 'CNGGZ' and dest_code = 'EETLL' and day between '2021-01-01' and '2021-01-31'
      group by day`,
  )
  t.match(JSON.stringify(plan), /"Index Only Scan".*"prices_route_day"/)
})
