// Twenty who want the deploy lock of a host at once, some of whom are killed in it: never two inside.
import t from 'tap'
import { LockHeld } from '#provision/lock/errors.ts'
import { withLock } from '#provision/lock/lock.ts'
import type { Host } from '#provision/ssh/host.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const contenders = 20
// An sshd lets ten commands run over one connection.
const perConnection = 5

t.test('many who want the lock', needsDocker(), async t => {
  const { boot, host, connected } = await connectedHost(t)
  const hosts = [host]
  while (hosts.length < contenders / perConnection) hosts.push(await connected())
  const each = <T>(work: (host: Host, i: number) => Promise<T>) =>
    Promise.all(
      Array.from({ length: contenders }, (_, i) => work(hosts[i % hosts.length] as Host, i)),
    )
  const wanted = (i: number) => ({ owner: `${i}`, from: 'here', why: 'races', say: () => {} })
  const counted = async () => ({
    visits: Number(await boot.exec(['sh', '-c', 'cat /root/visits 2>/dev/null | wc -l'])),
    overlaps: Number(await boot.exec(['sh', '-c', 'cat /root/overlaps 2>/dev/null | wc -l'])),
  })

  await t.test('are let in one by one where they wait', async t => {
    await each((host, i) => withLock(host, { ...wanted(i), waitMs: 120_000 }, visit))
    t.same(await counted(), { visits: contenders, overlaps: 0 })
  })

  await t.test('are refused but one where they do not', async t => {
    const end = Promise.withResolvers<void>()
    let others = 0
    const outcomes = await each((host, i) =>
      withLock(host, wanted(i), async () => {
        await end.promise
        return 'in'
      }).catch(error => {
        others += 1
        if (others === contenders - 1) end.resolve()
        return error instanceof LockHeld ? 'refused' : error
      }),
    )
    t.same(outcomes.toSorted(), ['in', ...Array(contenders - 1).fill('refused')])
  })
})

/** Three commands that leave a trace where another one is inside. */
const visit = async (fenced: Host) => {
  await fenced.run(['sh', '-c', 'mkdir /root/inside || echo x >>/root/overlaps'])
  await fenced.run(['sh', '-c', 'echo x >>/root/visits; sleep 0.05'])
  await fenced.run(['rmdir', '/root/inside'])
}
