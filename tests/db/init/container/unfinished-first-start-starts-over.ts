// A first start that is cut short in the middle of the load leaves nothing that is ever served.
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { compose, needsDocker, type Stack } from '#tests/fixtures/compose.ts'
import { withStatement } from '#tests/fixtures/dumps.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

// All rows are in by then, and none is committed.
const slow = withStatement("select pg_sleep(600), 'all rows are in';")
const sleeping = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"

const startLoading = async (t: Test) => {
  const dump = `${t.testdir({ 'slow.sql': slow })}/slow.sql`
  const stack = await compose(t)
  await stack.run(['up', '--detach', 'db'], { RATES_DUMP: dump })
  while ((await stack.sql(sleeping)) !== '1') await pause(100)

  const { State } = await stack.inspect('db')
  t.equal(State.Health.Status, 'starting', 'not healthy while it loads')
  const { output } = await health(stack)
  t.match(output, 'not serving yet')
  return stack
}

const health = (stack: Stack) => stack.run(['exec', '-T', 'db', 'sh', '/rates/init/healthy.sh'])

const loadsAfterAll = async (t: Test, stack: Stack) => {
  t.equal((await stack.up(['db'], { RATES_DUMP: sampleDump })).code, 0)
  t.match(await stack.log('db'), 'was never served: starting over')
  t.equal(await stack.sql('select count(*) > 50000 from prices'), 't')
  t.equal((await health(stack)).code, 0)
}

t.test('kill -9', needsDocker(), async t => {
  const stack = await startLoading(t)
  await stack.run(['kill', '--signal', 'KILL', 'db'])
  await loadsAfterAll(t, stack)
})

t.test('Ctrl-C, which does not wait for the load', needsDocker(), async t => {
  const stack = await startLoading(t)
  const startedMs = performance.now()
  await stack.run(['stop', 'db'])
  t.ok(performance.now() - startedMs < 10_000)
  t.match(
    await stack.log('db'),
    /was stopped before the dump was in; docker compose up starts over$/m,
  )
  await loadsAfterAll(t, stack)
})
