// A file that is put on a host: never half there, never readable by others, its content in no argument list.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import t from 'tap'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const canary = 'canary-7f3a91'

t.test('a file', needsDocker(), async t => {
  const { boot, host, connected } = await connectedHost(t)
  const listed = () =>
    boot.exec(['sh', '-c', 'cd /root && stat -c "%n %a %U:%G %s" * 2>/dev/null || true'])

  await t.test('has its mode, owner and bytes', async t => {
    await host.put('/root/a file', 'one\n', { mode: 0o640, owner: 'root:admin' })
    await host.put('/root/empty', '', { mode: 0o600 })
    await host.put('/root/large', Readable.from([randomBytes(3_000_000)]), { mode: 0o644 })
    t.same((await listed()).split('\n'), [
      ...['a file 640 root:admin 4', 'empty 600 root:root 0', 'large 644 root:root 3000000'],
    ])
    await host.put('/root/a file', 'two, longer\n', { mode: 0o600 })
    t.equal(await boot.exec(['cat', '/root/a file']), 'two, longer', 'also in place of another')
  })

  await t.test('is secret on its way', async t => {
    await boot.exec(['sh', '-c', 'rm /root/*'])
    const { content, release } = slowly(canary)
    const putting = host.put('/root/secret', content, { mode: 0o644 })
    while (!(await listed()).includes('13')) await boot.exec(['sleep', '0.1'])
    t.equal(await listed(), `secret.part 600 root:root ${canary.length}`)
    const command = `cat /proc/[0-9]*/cmdline | grep -ac ${canary.slice(0, 6)}[-]${canary.slice(7)} || true`
    t.equal(await boot.exec(['sh', '-c', command]), '0', 'in no argument list')
    release()
    await putting
    t.equal(await listed(), `secret 644 root:root ${canary.length}`)
  })

  await t.test('is the old one when the connection ends half-way', async t => {
    const other = await connected()
    const { content } = slowly('half')
    const putting = other.put('/root/secret', content, { mode: 0o644 })
    const lost = t.rejects(putting, { name: 'ConnectionLost' })
    while (!(await listed()).includes('.part')) await boot.exec(['sleep', '0.1'])
    other.close()
    await lost
    t.equal(await boot.exec(['cat', '/root/secret']), canary)

    await host.put('/root/secret', 'new', { mode: 0o644 })
    t.equal(await listed(), 'secret 644 root:root 3', 'and the next leaves no rest of it')
  })

  await t.test('that cannot be written leaves nothing', async t => {
    await t.rejects(host.put('/nowhere/file', 'x', { mode: 0o600 }), { name: 'CommandFailed' })
    await t.rejects(host.put('/root/x', 'x', { mode: 0o600, owner: 'nobody-here' }), {
      ...{ message: 'nobody-here' },
    })
    t.equal(await listed(), 'secret 644 root:root 3')
  })
})

/** Sends `text` at once and ends when told to. */
const slowly = (text: string) => {
  const rest = Promise.withResolvers<void>()
  const chunks = async function* () {
    yield text
    await rest.promise
  }
  return { content: Readable.from(chunks()), release: rest.resolve }
}
