// A restored database is the original's equal: schema, owners, rights, settings, rows.
import t from 'tap'
import type { Stack } from '#tests/fixtures/compose.ts'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, countRows } from '#tests/fixtures/stack-backups.ts'

// What somebody may have added by hand, as far as it belongs to the database.
const byHand = `
  create role auditor nologin;
  grant select on prices to auditor;
  grant temporary on database rates to auditor;
  alter database rates set work_mem to '5MB';
  alter role rates_api in database rates set work_mem to '6MB';
  comment on database rates is $$of ours:
ALTER DATABASE and so on; 'as it "is"'$$;
  create unlogged table "Odd ""name" (a text);
  insert into "Odd ""name" values ('one'), ('two');
  alter default privileges for role rates_owner in schema public grant select on tables to auditor;`

const propertiesOf = (stack: Stack, database: string) =>
  stack.sql(`
    select pg_get_userbyid(datdba), datacl::text, shobj_description(d.oid, 'pg_database'),
           pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit, datallowconn,
           (select string_agg(setrole::regrole || ' ' || setconfig::text, ',' order by setrole)
              from pg_db_role_setting where setdatabase = d.oid)
      from pg_database d where datname = '${database}'`)

// pg_dump 13 leaves the owner of public out, and these functions' rights.
const besideSchema = `
  select nspname, nspowner::regrole, nspacl::text from pg_namespace
   where nspname not like 'pg_t%' order by 1;
  select oid::regprocedure, proacl::text from pg_proc where proname like 'lo\\_%' order by 1;`

const schemaOf = async (stack: Stack, database: string) => {
  const pgDump = ['exec', '-T', 'db', 'pg_dump', '-U', 'postgres', '--schema-only', database]
  const { output } = await stack.run(pgDump)
  // A new word each time.
  return output.replace(/^\\(un)?restrict .*$/gm, '')
}

t.test('restore', needsDocker(), async t => {
  const stack = await compose(t)
  const { dump, run } = backups(stack)
  t.equal((await stack.up()).code, 0)
  await stack.sql(byHand)
  const [schema, properties] = [await schemaOf(stack, 'rates'), await propertiesOf(stack, 'rates')]
  t.match(properties, /auditor=T.*of ours.*5MB.*6MB/s)
  const name = await dump()
  t.equal((await run('rehearse')).code, 0, 'with a role that is not of the service')
  await stack.run(['stop', 'api', 'worker'])
  const counted = await countRows(stack)
  t.equal(counted['public."Odd ""name"'], 2)

  const { code, output } = await run('restore', name, 'beside')
  t.equal(code, 0, output)
  t.match(output, /rates: beside is there after [\d.]+ s; rates was not touched/)
  t.equal(await schemaOf(stack, 'beside'), schema)
  t.equal(await propertiesOf(stack, 'beside'), properties)
  t.equal(await stack.sqlIn('beside', besideSchema), await stack.sql(besideSchema))
  t.strictSame(await countRows(stack, 'beside'), {
    ...counted,
    'ops.readers': (await countRows(stack, 'beside'))['ops.readers'],
  })
  t.equal(await propertiesOf(stack, 'rates'), properties, 'and rates is what it was')
})
