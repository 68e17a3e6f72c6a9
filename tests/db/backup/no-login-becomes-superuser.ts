// Whatever a login leaves in its database, no session of the superuser runs it: not at a dump, not at a
// rehearsal, not at a restore.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups } from '#tests/fixtures/stack-backups.ts'

const copyTo = (file: string) => `copy (select 1) to program $$touch /tmp/${file}$$`

// A value whose last line begins with a backslash, then one that would go on as SQL.
const settings = [
  'set default_transaction_read_only = off',
  "alter role rates_api in database rates set application_name to E'a\\n\\\\'",
  `alter role rates_api in database rates set default_tablespace to '; ${copyTo('owned')}; --'`,
]

const spoken = [
  ...['', '\\connect rates', '\\restrict x', '\\! touch /tmp/owned'],
  ...[`'; ${copyTo('owned')}; --`, '\\'],
].join('\n')

// Better matches than pg_catalog's own, found first.
const functions = `
  ${['name, name', 'text, name', 'text, name, name', 'text, text']
    .map(
      types => `create function public.format(text, ${types}) returns text language plpgsql as $f$
        begin ${copyTo('called')}; return ''; end $f$;`,
    )
    .join('\n')}
  alter database rates set search_path = public, pg_catalog;`

t.test('dump, rehearse, restore', needsDocker(), async t => {
  const stack = await compose(t)
  const { dump, run } = backups(stack)
  t.equal((await stack.up(['db'])).code, 0)
  const as = async (login: string, ...queries: string[]) => {
    const psql = ['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-U', login, '-d', 'rates']
    const each = queries.flatMap(query => ['-c', query])
    const { code, output } = await stack.run(['exec', '-T', 'db', ...psql, ...each])
    t.equal(code, 0, output)
  }
  const settingsOf = (database: string) =>
    stack.sqlIn(
      'postgres',
      `select setrole::pg_catalog.regrole, setconfig, shobj_description(d.oid, 'pg_database')
         from pg_database d join pg_db_role_setting on setdatabase = d.oid
        where datname = '${database}' order by 1`,
    )

  await as('rates_api', ...settings)
  await as('rates_owner', functions)
  const quoted = spoken.replaceAll("'", "''")
  await as('rates_owner', `comment on database rates is '${quoted}'`)
  const given = await settingsOf('rates')
  t.match(given, 'application_name=a')

  const name = await dump()
  const rehearsed = await run('rehearse')
  t.equal(rehearsed.code, 0, rehearsed.output)
  const restored = await run('restore', name, 'beside')
  t.equal(restored.code, 0, restored.output)
  const left = await stack.run(['exec', '-T', 'db', 'ls', '/tmp'])
  t.notMatch(left.output, /owned|called/)
  const withoutCommands = given.replaceAll(/\n\\(connect rates|restrict x)(?=\n)/g, '')
  t.equal(await settingsOf('beside'), withoutCommands, 'each value is that of the original')
})
