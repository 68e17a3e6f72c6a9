// A port that can't be had is told in a sentence, whoever holds it.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { checkPort, freePort } from '#db/embedded/port.ts'

t.test('taken by another program', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo

  await t.rejects(checkPort(port, '127.0.0.1'), {
    name: 'PortTaken',
    message: new RegExp(`^Port ${port} is taken .*: PORT=${port + 1} npm start$`),
  })
})

t.test('an address that is not of this machine', async t => {
  await t.rejects(checkPort(3000, '192.0.2.1'), {
    name: 'PortRefused',
    message: /^Port 3000 of 192\.0\.2\.1 can't be listened on .*EADDRNOTAVAIL/,
  })
})

t.test('a free one stays free', async t => {
  const port = await freePort()
  await checkPort(port, '127.0.0.1')
  await t.resolves(checkPort(port, '127.0.0.1'))
})
