// The service's logins can do what they need and nothing else, least of all become the owner.
import t from 'tap'
import { installQueue } from '#api/batches/install-queue.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const deniedToApi = [
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
  for (const statement of deniedToApi) {
    await t.rejects(queryAs(writable, statement), {
      message: /permission denied|must be (superuser|owner)|must be .*member/,
    })
  }
  for (const table of ['rollup', 'ports', 'ops.dump', 'ops.migration_checksums']) {
    await t.resolves(queryAs(api, `select count(*) from ${table}`), table)
  }
})

const deniedToWorker = [
  "insert into pgboss.bam (name, version, status, table_name, command) values ('', 1, 'pending', '', '')",
  "update pgboss.bam set command = 'alter role rates_worker superuser'",
  'update pgboss.version set version = 1',
  'update pgboss.version set bam_on = null',
  "update pgboss.queue set table_name = 'version'",
  'update pgboss.queue set partition = true',
  'delete from pgboss.queue',
  "insert into pgboss.schedule (name, cron) values ('promotion', '* * * * *')",
  "insert into pgboss.subscription (event, name) values ('', 'promotion')",
  'update prices set price = 0',
  'update staging set price = 0',
  'select * from ops.tokens',
  'update ops.data_version set version = 0',
  'delete from ops.migration_checksums',
  'create table pgboss.mine ()',
  'create temporary table mine ()',
  'set role rates_owner',
]

t.test('rates_worker', async t => {
  const { worker } = await database(t)
  for (const statement of deniedToWorker) {
    await t.rejects(queryAs(worker, statement), { message: /permission denied/ }, statement)
  }
})

t.test('rights that an older release gave are taken away', async t => {
  const { owner, worker } = await database(t)
  await queryAs(owner, 'grant all on all tables in schema pgboss to rates_api, rates_worker')
  await queryAs(owner, 'grant update (command) on pgboss.bam to rates_worker')
  await installQueue(owner)
  for (const statement of deniedToWorker.filter(each => each.includes('pgboss.'))) {
    await t.rejects(queryAs(worker, statement), { message: /permission denied/ }, statement)
  }
})

// What a login owns, or makes, or calls with its owner's rights, could be run by another.
const waysUp = `
  select 'owns ' || oid::regclass from pg_class where relowner = any ($1::regrole[])
   union all
  select 'creates in ' || nspname from pg_namespace, unnest($1::regrole[]) login
   where has_schema_privilege(login, pg_namespace.oid, 'create')
   union all
  select 'calls ' || pg_proc.oid::regprocedure from pg_proc, unnest($1::regrole[]) login
   where prosecdef and has_function_privilege(login, pg_proc.oid, 'execute')
   union all
  select 'has triggers on ' || pg_class.oid::regclass from pg_class, unnest($1::regrole[]) login
   where relkind in ('r', 'p') and has_table_privilege(login, pg_class.oid, 'trigger, references, truncate')
   union all
  select 'is a member of ' || roleid::regrole from pg_auth_members where member = any ($1::regrole[])
`

t.test('nothing of either is run by another login', async t => {
  const { superuser } = await database(t)
  const logins = ['rates_api', 'rates_worker']
  t.strictSame(await queryAs(superuser, waysUp, [logins]), [])
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
