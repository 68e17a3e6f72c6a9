// A process that is told to end before it has started ends at once: as process 1 of a container nothing else would.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { startProcess } from '#tests/fixtures/process.ts'

t.test('a worker whose database takes long to answer', async t => {
  const silent = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  t.teardown(() => silent.close())
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo

  const worker = startProcess(t, 'api/worker.ts', {
    ...{ PGHOST: '127.0.0.1', PGPORT: `${port}`, PGUSER: 'rates_worker', PGPASSWORD: 'x' },
    ...{ CONNECT_TIMEOUT_MS: '20000', METRICS_PORT: '0', PORT: '0' },
  })
  await once(silent, 'connection')
  worker.child.kill('SIGTERM')
  const { code, signal } = await worker.exited
  t.strictSame({ code, signal }, { code: 0, signal: null })
})
