// The API's login reads what the API needs and can do nothing else.
import t from 'tap'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const denied = [
  "insert into prices values ('CNGGZ', 'EETLL', '2021-01-01', 1)",
  'update prices set price = 0',
  'delete from prices',
  'truncate prices',
  'drop table prices',
  'select * from prices',
  'select * from staging',
  'update batches set rows = 0',
  'delete from staging',
  'update pgboss.job_common set priority = 1',
  'delete from pgboss.job_common',
  'update pgboss.queue set retry_limit = 0',
  "insert into ops.tokens (name, sha256) values ('mine', '')",
  'delete from ops.tokens',
  'delete from ops.dump',
  'create table public.mine ()',
  'create table ops.mine ()',
  'create temporary table mine ()',
  'create role mine',
  "copy (select 1) to program 'true'",
  'set role rates_owner',
  "select pg_read_file('/etc/passwd')",
]

t.test('rates_api', async t => {
  const { api } = await database(t)
  const writable = { ...api, options: '-c default_transaction_read_only=off' }
  for (const statement of denied) {
    await t.rejects(queryAs(writable, statement), {
      message: /permission denied|must be (superuser|owner)|must be .*member/,
    })
  }
  for (const table of ['rollup', 'ports', 'ops.dump', 'ops.migration_checksums']) {
    await t.resolves(queryAs(api, `select count(*) from ${table}`), table)
  }
})

t.test('neither login is more than it says', async t => {
  const { superuser } = await database(t)
  const roles = await queryAs(
    superuser,
    `select rolname from pg_roles
      where rolname in ('rates_owner', 'rates_api', 'rates_worker')
        and not (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)`,
  )
  t.equal(roles.length, 3)
})
