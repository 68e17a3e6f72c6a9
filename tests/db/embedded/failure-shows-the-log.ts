// A server that can't start says so with what it logged and where the log is.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import t from 'tap'
import { startCluster } from '#db/embedded/cluster.ts'
import { temporaryHome } from '#tests/fixtures/temporary-home.ts'

t.test('a port that is taken', async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  t.teardown(() => taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const home = await temporaryHome(t)

  await t.rejects(startCluster(home, { port }), {
    name: 'ClusterFailed',
    message: new RegExp(`could not bind IPv4 address[^]*The whole log: ${home.log}`),
  })
})
