// A restore never touches a database that is there, and one that fails drops its own.
import t, { type Test } from 'tap'
import { compose, docker, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, manyRows } from '#tests/fixtures/stack-backups.ts'

t.test('restore', needsDocker(), async t => {
  const stack = await compose(t)
  const { dump, run, inFolder, start } = backups(stack)
  await stack.up(['db'])
  const name = await dump()
  const databases = () => stack.sql('select datname, oid from pg_database order by datname')
  await stack.sql('create database mine')
  await stack.sqlIn('mine', "create table kept as select 'this' as what")
  const before = await databases()

  const failed = async (t: Test, words: string[], why: RegExp) => {
    const { code, output } = await run('restore', ...words)
    t.equal(code, 1)
    t.match(output, why)
    t.equal(await databases(), before)
  }

  await t.test('into one that is there', async t => {
    for (const there of ['mine', 'rates', 'postgres', 'template1'])
      await failed(t, [name, there], /there is a database .* already, and nothing is ever restored/)
    t.equal(await stack.sqlIn('mine', 'table kept'), 'this')
  })

  await t.test('names that are none', async t => {
    for (const wrong of ['Mine', 'a b', "a';drop", '', '1a', 'a'.repeat(64), 'a\nb;'])
      await failed(t, [name, wrong], /can't be the name of a database/)
    await failed(t, [`${name}\n../x`, 'new'], /is not the name of a backup/)
    await failed(t, ['../../etc/passwd', 'new'], /is not the name of a backup/)
    await failed(t, ['rates-20200101T000000Z', 'new'], /no whole backup rates-20200101T000000Z/)
  })

  await t.test('a damaged backup', async t => {
    await inFolder(`cp ${name}.dump whole; truncate -s 100000 ${name}.dump`)
    await failed(t, [name, 'new'], /can't be restored: the dump has 100000 bytes/)
    // One that shows only when the restore is under way.
    await inFolder(`sed -i "s/\\"bytes\\": [0-9]*/\\"bytes\\": 100000/
      s/\\"sha256\\": \\"[0-9a-f]*/\\"sha256\\": \\"$(sha256sum ${name}.dump | cut -c 1-64)/" ${name}.json`)
    await failed(t, [name, 'new'], /can't be restored: pg_restore: .* Nothing of it stays/)
  })

  const second = await dump()
  await t.test('other rows than the manifest has', async t => {
    await inFolder(`sed 's/"public.ports" : 104/"public.ports" : 105/' -i ${second}.json`)
    await failed(t, [second, 'new'], /public.ports has 105 rows in the backup and 104 restored/)
  })

  await t.test('killed on its way, then again', async t => {
    await stack.sql(manyRows)
    const third = await dump()
    const { container, ended } = await start('restore', third, 'new')
    for (let tries = 0; tries < 50 && !/restoring_/.test(await databases()); tries++);
    t.match(await databases(), /restoring_/)
    await docker(['kill', container])
    t.not(await ended(), 0)
    t.notMatch(await databases(), /^new\|/m, 'the name stands for a whole one')

    t.equal((await run('restore', third, 'new')).code, 0)
    t.match(await databases(), /^new\|/m)
    t.notMatch(await databases(), /restoring_/)
    t.equal(await stack.sqlIn('new', 'select count(*) from prices'), '56000')
  })
})
