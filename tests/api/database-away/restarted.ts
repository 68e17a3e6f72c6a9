// The database stops, crashes and comes back under constant requests: 503s, then 200s, one process.
import t from 'tap'
import { apiEnvironment, ratesPath } from '#tests/fixtures/api.ts'
import { countByStatus, load } from '#tests/fixtures/load.ts'
import { ownCluster } from '#tests/fixtures/own-cluster.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const endings = {
  'stopped in order': ({ stop }: { stop: () => Promise<void> }) => stop(),
  'killed with SIGKILL': async ({ pid }: { pid: number }) => {
    process.kill(pid, 'SIGKILL')
  },
}

const idleInTransaction = `
  select from pg_stat_activity where usename = 'rates_api' and state like 'idle in transaction%'`

t.test('under constant requests', async t => {
  const cluster = await ownCluster(t)
  const env = apiEnvironment(cluster.connections.api, { POOL_SIZE: '4' })
  const { url, child, output } = await startApiProcess(t, env)
  const requests = load(url + ratesPath({}), { clients: 8 })
  let { pid } = cluster

  for (const [ending, end] of Object.entries(endings)) {
    await t.test(ending, async t => {
      await requests.next(100)
      t.strictSame(Object.keys(countByStatus(requests.take())), ['200'], 'before')

      await end({ stop: cluster.stop, pid })
      await untilReadiness(url, 503)
      await requests.next(50)
      requests.take()
      await requests.next(100)
      const away = requests.take()
      t.strictSame(Object.keys(countByStatus(away)), ['503'], 'while it is away')
      t.ok(
        away.every(({ retryAfter }) => retryAfter === '1'),
        'each with Retry-After',
      )
      t.equal((await fetch(`${url}/readyz`)).status, 503)
      t.equal((await fetch(`${url}/healthz`)).status, 200)

      pid = await cluster.start()
      await untilReadiness(url, 200)
      requests.take()
      await requests.next(200)
      t.strictSame(Object.keys(countByStatus(requests.take())), ['200'], 'after')
    })
  }

  await requests.stop()
  t.equal(child.exitCode, null, 'the same process all the time')
  t.strictSame(await queryAs(cluster.connections.superuser, idleInTransaction), [])
  const failures = output()
    .split('\n')
    .filter(line => line.includes('"status":500'))
  t.strictSame(failures, [])
})

// A killed server's sessions outlive it by a moment, and may still answer.
const untilReadiness = async (url: string, status: number) => {
  while ((await fetch(`${url}/readyz`)).status !== status) await new Promise(setImmediate)
}
