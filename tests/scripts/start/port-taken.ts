// A port that is taken is told before anything is made, with the way out.
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { localService } from '#tests/fixtures/start.ts'

t.test('a port that is taken', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { home, start } = await localService(t)

  const { code, output } = await start({ PORT: String(port) }).exited

  t.equal(code, 1)
  t.equal(
    output,
    `Port ${port} is taken by another program. ` +
      `End that program, or choose another port: PORT=${port + 1} npm start\n`,
  )
  await t.rejects(stat(home.data), { code: 'ENOENT' })
})
