// Migrations are forward only: what ran must be there, unchanged, and what fails leaves nothing.
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { migrate } from '#db/migrate.ts'
import { migrationsFolder, readMigrations } from '#db/migrations.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const log = () => {}
const shipped = await readMigrations()
const first = shipped[0] ?? t.bailout('there are migrations')

const folderOf = (t: { testdir: (files: Record<string, string>) => string }, more = {}) =>
  t.testdir({
    ...Object.fromEntries(shipped.map(({ name, sql }) => [`${name}.sql`, sql])),
    ...more,
  })

t.test('an edited migration', async t => {
  const { owner } = await database(t)
  const folder = folderOf(t, { [`${first?.name}.sql`]: `${first?.sql}-- one more word\n` })
  await t.rejects(migrate({ connection: owner, folder, log }), {
    name: 'MigrationRefused',
    message: /001_\w+ was edited after it ran/,
  })
})

t.test('a one-way migration that ran and is not there', async t => {
  const { owner } = await database(t)
  const later = { '999_later.sql': "-- one-way: it's gone\ncreate table later ();" }
  await migrate({ connection: owner, folder: folderOf(t, later), log })
  await t.rejects(migrate({ connection: owner, log }), {
    name: 'MigrationRefused',
    message: /999_later ran in this database but is not in this release, .* it's gone/,
  })
})

t.test('one that ran among others and is not there', async t => {
  const { owner } = await database(t)
  await queryAs(
    owner,
    "insert into ops.migration_checksums values ('000_earlier', repeat('a', 64))",
  )
  await t.rejects(migrate({ connection: owner, log }), {
    name: 'MigrationRefused',
    message: /000_earlier ran in this database but is not in this release\./,
  })
})

t.test('a later one is lived with, and its grants stay', async t => {
  const { owner, api } = await database(t)
  const more = { '999_later.sql': 'create table later (); grant select on later to rates_api;' }
  await migrate({ connection: owner, folder: folderOf(t, more), log })
  await queryAs(owner, 'grant select on later to rates_api')
  const said: string[] = []
  const { applied } = await migrate({ connection: owner, log: line => said.push(line) })
  t.strictSame(applied, [])
  t.match(said.join(), /ahead by 999_later/)
  t.strictSame(await queryAs(api, 'select from later'), [])
})

t.test('one that needs a table that others use lets them by, and comes again', async t => {
  const { owner, api } = await database(t)
  const user = new pg.Client(owner)
  await user.connect()
  await user.query('begin; lock table ports in access share mode')
  const more = { '999_later.sql': 'alter table ports add column later integer;' }
  const said: string[] = []
  const done = migrate({
    connection: owner,
    folder: folderOf(t, more),
    log: line => {
      said.push(line)
      if (said.length === 1) setTimeout(() => user.query('commit'), 1_000)
    },
  })
  const startedMs = performance.now()
  let slowestMs = 0
  for (let asked = startedMs; performance.now() - startedMs < 3_000; asked = performance.now()) {
    await queryAs(api, 'select from ports limit 1')
    slowestMs = Math.max(slowestMs, performance.now() - asked)
  }
  t.strictSame((await done).applied, ['999_later'])
  t.match(said[0], /waiting for those who use a table/)
  t.ok(slowestMs < 2_500, `a reader waited ${Math.round(slowestMs)} ms`)
  await user.end()
})

t.test('one that is out of order', async t => {
  const { owner } = await database(t)
  const folder = folderOf(t, { '000_earlier.sql': 'create table earlier ();' })
  await t.rejects(migrate({ connection: owner, folder, log }), /000_earlier/)
})

t.test('a failing migration leaves nothing, those before it stay', async t => {
  const { owner } = await database(t)
  const broken = {
    '998_fine.sql': 'create table fine ();',
    '999_bad.sql': 'create table bad (); select 1/0;',
  }
  await t.rejects(
    migrate({ connection: owner, folder: folderOf(t, broken), log }),
    /division by zero/,
  )

  const [tables] = await queryAs(
    owner,
    "select to_regclass('fine') as fine, to_regclass('bad') as bad",
  )
  t.strictSame(tables, { fine: 'fine', bad: null })
  const names = await queryAs(owner, 'select name from ops.migration_checksums order by 1')
  t.equal(names.at(-1)?.name, '998_fine')
})

t.test('a database without a verified dump', async t => {
  const { owner } = await database(t)
  await queryAs(owner, 'drop table ops.dump')
  await t.rejects(migrate({ connection: owner, log }), { name: 'NoDump', message: /RATES_DUMP/ })
})

t.test('each file says why it is there and how long it locks', async t => {
  for (const { name } of shipped) {
    const text = await readFile(join(migrationsFolder, basename(`${name}.sql`)), 'utf8')
    t.match(text, /^(-- .*\n)*-- .*lock/i, name)
  }
})
