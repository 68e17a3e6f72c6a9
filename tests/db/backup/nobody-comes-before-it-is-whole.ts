// While a database is being restored its rights are not there yet, and no login gets into it.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, manyRows } from '#tests/fixtures/stack-backups.ts'

t.test('a restore under way', needsDocker(), async t => {
  const stack = await compose(t)
  const { dump, start } = backups(stack)
  await stack.up(['db'])
  await stack.sql(manyRows)
  await stack.sql('alter database rates connection limit 70')
  const name = await dump()
  const limitOf = (database: string) =>
    stack.sqlIn(
      'postgres',
      `select datconnlimit from pg_database where datname ${database} order by 1`,
    )
  const enter = (database: string) =>
    stack.run(['exec', '-T', 'db', 'psql', '-X', '-U', 'rates_api', '-d', database, '-c', 'select'])

  const { ended, log } = await start('restore', name, 'new')
  const unfinished = name.toLowerCase().replace('rates-', 'restoring_rates_')
  const limits = new Set<string>()
  const entered = []
  for (let tries = 0; tries < 50 && (await limitOf("= 'new'")) === ''; tries++) {
    limits.add(await limitOf(`= '${unfinished}'`))
    entered.push(await enter(unfinished))
  }
  t.ok(limits.has('0'), 'seen on its way')
  t.strictSame([...limits].filter(Boolean), ['0'], 'from its first moment on')
  t.notOk(
    entered.some(({ code }) => code === 0),
    'nobody got in',
  )
  t.ok(
    entered.some(({ output }) => output.includes('too many connections for database')),
    'for this reason',
  )

  t.equal(await ended(), 0, await log())
  t.equal(await limitOf("= 'new'"), '70', 'that of the original')
  t.equal((await enter('new')).code, 0)
})
