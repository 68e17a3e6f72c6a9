// A dump waits half a minute for a table that is locked, then says so; what comes after it is not held up.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups } from '#tests/fixtures/stack-backups.ts'

t.test('behind a migration', needsDocker(), async t => {
  const stack = await compose(t)
  const { run, dump, inFolder } = backups(stack)
  await stack.up(['db'])

  const locked = stack.sql('begin; lock table ports; select pg_sleep(45); commit')
  const began = performance.now()
  const { code, output } = await run('dump')
  const seconds = (performance.now() - began) / 1000
  t.equal(code, 1)
  t.match(output, /a change of a table came between, such as a migration: dump again/)
  t.ok(seconds > 25 && seconds < 44, `${seconds} s`)
  t.equal(await inFolder('ls'), '')
  t.equal(
    await stack.sql(
      "select count(*) from pg_stat_activity where application_name = 'rates-backup'",
    ),
    '0',
  )

  await locked
  t.ok(await dump())
})
