// One command from nothing to answers; the database's restart under load costs 503s and no process.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { countByStatus, load } from '#tests/fixtures/load.ts'

const smoke = (url: string) => spawnSync('npm', ['run', '-s', 'smoke', '--', url]).status

t.test('docker compose up --wait', needsDocker(), async t => {
  const stack = await compose(t)
  const url = `http://127.0.0.1:${stack.port}`

  const { code, output } = await stack.up()
  t.equal(code, 0, output.slice(-500))
  const { rates } = await body(await fetch(url + ratesPath({})))
  t.equal(rates.length, 31)
  t.equal(rates[0].day, '2021-01-31')
  t.equal(smoke(url), 0, 'npm run smoke')

  await t.test('the database restarts under constant requests', async t => {
    const before = await stack.inspect('api')
    const requests = load(url + ratesPath({}), { clients: 8 })
    await requests.next(100)

    t.equal((await stack.run(['restart', 'db'])).code, 0)
    while ((await fetch(`${url}/readyz`)).status !== 200) await new Promise(setImmediate)
    await requests.next(100)
    const during = countByStatus(requests.take())
    await requests.next(100)
    await requests.stop()

    t.strictSame(Object.keys(during), ['200', '503'], JSON.stringify(during))
    t.strictSame(Object.keys(countByStatus(requests.take())), ['200'], 'then answers only')
    const after = await stack.inspect('api')
    t.equal(after.State.Pid, before.State.Pid, 'the same process')
    t.equal(
      await stack.sql("select count(*) from pg_stat_activity where state like 'idle in trans%'"),
      '0',
      'no session idle in a transaction',
    )
  })

  await t.test('docker compose stop ends every process in order', async t => {
    t.equal((await stack.run(['stop'])).code, 0)
    for (const service of ['api', 'db']) {
      t.equal((await stack.inspect(service)).State.ExitCode, 0, service)
    }
    t.equal(smoke(url), 1, 'npm run smoke fails on a stopped host')
  })
})
