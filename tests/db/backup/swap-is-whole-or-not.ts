// A swap puts a restored database in the place of rates under a running API, or leaves all as it was.
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { countByStatus, load } from '#tests/fixtures/load.ts'
import { backups } from '#tests/fixtures/stack-backups.ts'

t.test('swap', needsDocker(), async t => {
  const stack = await compose(t)
  const { dump, run } = backups(stack)
  t.equal((await stack.up()).code, 0)
  const url = `http://127.0.0.1:${stack.port}`
  const answer = async () => (await body(await fetch(url + ratesPath({})))).rates
  const ready = async () => {
    while ((await fetch(`${url}/readyz`)).status !== 200) await new Promise(setImmediate)
  }
  const databases = () => stack.sql('select oid, datname from pg_database order by oid')

  const before = await answer()
  const name = await dump()
  await stack.sql('delete from prices')
  while ((await answer())[0].count !== null) await new Promise(setImmediate)
  t.equal((await run('restore', name, 'beside')).code, 0)
  await stack.sql('create database strange')
  const found = await databases()

  await t.test('what can not be done leaves all as it was', async t => {
    const refused = async (database: string, keep: string, why: RegExp) => {
      const { code, output } = await run('swap', database, keep)
      t.equal(code, 1)
      t.match(output, why)
      t.equal(await databases(), found)
      t.equal((await answer())[0].count, null)
    }
    await refused('nothing', 'old', /no database nothing: restore makes one/)
    await refused('beside', 'strange', /there is a database strange already/)
    await refused('beside', 'beside', /there is a database beside already/)
    await refused('rates', 'old', /rates is in use already/)
    await refused('strange', 'old', /strange holds no verified dump/)
    await refused('beside', 'O"ld', /can't be the name/)
  })

  await t.test(
    'a session that does not end fails the second rename, and undoes the first',
    async t => {
      const asleep = stack.sqlIn('beside', 'select pg_sleep(600)')
      const find =
        "select pid from pg_stat_activity where datname = 'beside' and query ~ '^select pg_sl'"
      let pid = ''
      for (let tries = 0; tries < 50 && !pid; tries++) pid = await stack.sql(find)
      const signal = (name: string) =>
        stack.run(['exec', '-T', 'db', 'sh', '-c', `kill -${name} ${pid}`])
      await signal('STOP')

      const { code, output } = await run('swap', 'beside', 'old')
      t.equal(code, 1)
      t.match(output, /being accessed by other users.*nothing was swapped/s)
      t.equal(await databases(), found)
      await signal('CONT')
      await asleep
    },
  )

  await t.test('under requests', async t => {
    await ready()
    const requests = load(url + ratesPath({}), { clients: 4 })
    await requests.next(20)
    const { code, output } = await run('swap', 'beside', 'old')
    t.equal(code, 0, output)
    await ready()
    requests.take()
    await requests.next(50)
    await requests.stop()
    t.strictSame(Object.keys(countByStatus(requests.take())), ['200'])
    t.strictSame(await answer(), before, 'the restored prices')
    t.equal(await stack.sqlIn('old', 'select count(*) from prices'), '0', 'the others are kept')
    t.equal(
      await databases(),
      found.replace('|rates', '|old').replace('|beside', '|rates'),
      'two names changed',
    )
  })

  await t.test('and back', async t => {
    t.equal((await run('swap', 'old', 'beside')).code, 0)
    t.equal(await databases(), found)
  })
})
