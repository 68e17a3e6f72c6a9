// The API starts without its database, says that it is not ready, and is as soon as there is one.
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { ownCluster } from '#tests/fixtures/own-cluster.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'

t.test('started first', async t => {
  const cluster = await ownCluster(t)
  await cluster.stop()

  const { url } = await startApiProcess(t, apiEnvironment(cluster.connections.api))
  t.equal((await fetch(`${url}/readyz`)).status, 503)

  await cluster.start()
  t.equal((await fetch(`${url}/readyz`)).status, 200)
})
