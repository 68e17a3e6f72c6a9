// What pg_dump writes of the whole database, restored into an empty one, is as sound as it was, and
// goes on being so.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import t from 'tap'
import { libpqVariables } from '#db/embedded/connection.ts'
import { noCustomDump } from '#tests/fixtures/custom-dump.ts'
import { database } from '#tests/fixtures/database.ts'
import { faults } from '#tests/fixtures/rollup.ts'

const run = promisify(execFile)

t.test('with pg_dump and pg_restore', { skip: noCustomDump }, async t => {
  const old = await database(t)
  const restored = await database(t, { from: 'empty' })
  const file = join(t.testdir({}), 'whole.dump')
  await run('pg_dump', ['-Fc', `--file=${file}`], { env: environment(old.superuser) })
  // The schemas are there already, as roles.sql made them.
  const into = ['--clean', '--if-exists', '--dbname', restored.name, file]
  await run('pg_restore', into, { env: environment(restored.superuser) })

  const client = new pg.Client(restored.superuser)
  await client.connect()
  t.teardown(() => client.end())
  t.strictSame(await faults(client), [])
  const { rows } = await client.query('select (select count(*) from prices)::int as prices')
  t.strictSame(rows, [{ prices: 56_000 }])

  await client.query("insert into prices values ('CNGGZ', 'EETLL', '2031-01-01', 5)")
  await client.query("delete from prices where day < '2021-01-15'")
  t.strictSame(await faults(client), [], 'after more was written')
})

const environment = (connection: Parameters<typeof libpqVariables>[0]) => ({
  ...process.env,
  ...libpqVariables(connection),
})
