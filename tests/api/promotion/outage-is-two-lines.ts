// A database that is away costs the worker's log a line when it goes and one when it is back.
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { ownCluster } from '#tests/fixtures/own-cluster.ts'
import { startProcess } from '#tests/fixtures/process.ts'

// Several tries, and several of pg-boss's own looks.
const awayMs = 6_000

t.test('stopped and started', async t => {
  const cluster = await ownCluster(t)
  const env = { ...apiEnvironment(cluster.connections.worker), LOG_LEVEL: 'info' }
  const { output, printed } = startProcess(t, 'api/worker.ts', env)
  await printed(/"msg":"working"/)
  await delay(1_000)

  await cluster.stop()
  await printed(/no way to the job queue/)
  await delay(awayMs)
  await cluster.start()
  await printed(/the job queue is there again/)

  const [, ...lines] = output().trim().split('\n')
  const warnings = lines.filter(line => line.includes('"level":40'))
  t.equal(warnings.length, 1, warnings.join('\n'))
  t.notMatch(warnings.join(), /stack/)
  t.equal(lines.filter(line => line.includes('there again')).length, 1)
})
