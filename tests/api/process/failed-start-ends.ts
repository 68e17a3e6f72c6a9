// A process whose start fails says why in one sentence, closes what it had opened, and exits 1.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { database } from '#tests/fixtures/database.ts'
import { startProcess } from '#tests/fixtures/process.ts'

t.test('PORT is taken', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { api, worker } = await database(t)

  for (const [file, login] of [
    ['api/server.ts', api],
    ['api/worker.ts', worker],
  ] as const) {
    const env = apiEnvironment(login, { PORT: String(port) })
    const { code, output } = await startProcess(t, file, env).exited
    t.equal(code, 1, file)
    t.equal(
      output,
      `Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 1}\n`,
    )
  }
})
