// The deploy lock when its holder ends without a word: free within a bound, and the late one can do nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { fenced } from '#provision/lock/fence.ts'
import { lockHolder } from '#provision/lock/holder.ts'
import { withLock } from '#provision/lock/lock.ts'
import { connect, type Host } from '#provision/ssh/host.ts'
import { startCable } from '#tests/fixtures/cable.ts'
import { type ConnectedHost, connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { startProcess } from '#tests/fixtures/process.ts'

const silenceMs = 4_000
const longSilenceMs = 30_000
// On a machine that is busy with other tests.
const atOnceMs = 10_000
const nadja = { owner: 'nadja@laptop', from: 'laptop', why: 'release 1a2b3c4', say: () => {} }
const omar = { ...nadja, owner: 'omar@desk', from: 'desk', why: 'release 5e6f7a8', waitMs: 60_000 }

t.test('the lock of a holder', needsDocker(), async t => {
  const there = await connectedHost(t)
  const { boot, destination, host: other } = there
  const cable = await startCable(t, boot.sshPort)
  const host = await connect({ ...destination, port: cable.port })
  t.teardown(() => host.close())
  const onHost = (script: string) => boot.exec(['sh', '-c', script])
  const sleepers = () => onHost('pgrep -a sleep | grep " 400[0-9]" || echo none')

  await t.test('that is killed is free at once, and its command ended', async t => {
    const { child } = await deployer(t, there, longSilenceMs)
    t.match(await sleepers(), '4001')
    child.kill('SIGKILL')
    const { ms, said } = await timeToTake(other)
    t.ok(ms < atOnceMs, `${ms} ms`)
    t.match(said.at(-1), 'ending what an earlier run left running: sleep 4001')
    t.equal(await sleepers(), 'none')
  })

  await t.test('has nothing to do with what a container calls itself', async t => {
    await onHost('RATES_LOCK=x setsid unshare --pid --fork env sleep 4004 >/dev/null 2>&1 &')
    while (!(await sleepers()).includes('4004')) await sleep(50)
    await onHost('pkill -KILL -x unshare')
    const { ms } = await timeToTake(other)
    t.ok(ms < atOnceMs, `${ms} ms`)
    t.match(await sleepers(), 'sleep 4004', "not ended, and in nobody's way")
    await onHost('pkill -f "^sleep 4004"')
  })

  await t.test('that stands still is free after its silence', async t => {
    const { child, output, exited } = await deployer(t, there, silenceMs)
    child.kill('SIGSTOP')
    const { ms } = await timeToTake(other)
    t.ok(ms > silenceMs - 1_500 && ms < silenceMs + atOnceMs, `${ms} ms`)
    child.kill('SIGCONT')
    t.equal((await exited).code, 1)
    t.match(output(), 'LockLost')
  })

  await t.test('whose process on the host is killed is free at once', async t => {
    const holding = withLock(host, { ...nadja, silenceMs: longSilenceMs }, async fenced => {
      const { pid } = await held(other, 'nadja@laptop')
      const running = t.rejects(fenced.run(['env', '-i', 'sleep', '4003']), { name: 'LockLost' })
      while (!(await sleepers()).includes('4003')) await sleep(50)
      await onHost(`kill -9 ${pid}`)
      const { ms } = await timeToTake(other)
      t.ok(ms < atOnceMs, `${ms} ms`)
      await running
      await fenced.run(['touch', '/root/late'])
    })
    await t.rejects(holding, { name: 'LockLost' })
    t.equal(await onHost('ls /root'), '')
  })

  await t.test(
    'that is cut off is another one by then: what it sent late has no effect',
    async t => {
      const [inside, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const holding = withLock(host, { ...nadja, silenceMs }, async fenced => {
        await fenced.run(['touch', '/root/in-time'])
        cable.hold()
        inside.resolve()
        // It can't know yet: these are on their way while another one takes over.
        const sending: Promise<unknown>[] = [
          fenced.run(['touch', '/root/late']),
          fenced.run(['touch', '/root/late'], { mayFail: true, onLine: line => t.fail(line) }),
          fenced.put('/root/late', 'x', { mode: 0o600 }),
        ]
        const refused = sending.map(sent => t.rejects(sent, { name: 'LockLost' }))
        await late.promise
        cable.flow()
        await Promise.all(refused)
        await t.rejects(fenced.run(['touch', '/root/late']), { name: 'LockLost' })
      })
      await inside.promise
      await withLock(other, omar, async fenced => {
        late.resolve()
        await holding
        t.equal((await fenced.run(['ls', '/root'])).stdout, 'in-time\n')
      })
    },
  )

  await t.test('is told to the late one by the host, too', async t => {
    const never = new AbortController().signal
    const token = await withLock(other, omar, async fenced => fenced.token)
    const late = fenced(other, { token, lost: never })
    await t.rejects(late.run(['touch', '/root/late']), { name: 'LockLost', message: 'was ended' })
    await withLock(other, omar, async () => {
      const lost = {
        ...{
          name: 'LockLost',
          message: /is now this: omar@desk, from desk, since .*: release 5e6f7a8/,
        },
      }
      const onLine = (line: string) => t.fail(line)
      await t.rejects(late.run(['touch', '/root/late']), lost)
      await t.rejects(late.run(['touch', '/root/late'], { mayFail: true, onLine }), lost)
      await t.rejects(late.run(['touch', '/root/late'], { sudo: false }), lost)
      await t.rejects(late.put('/root/late', 'x', { mode: 0o600 }), lost)
    })
    t.equal(await onHost('ls /root'), 'in-time')
  })
})

const deployer = async (t: Test, { destination, keyFile }: ConnectedHost, silenceMs: number) => {
  const { say: _, key: __, ...rest } = destination
  const running = startProcess(t, 'tests/fixtures/deployer.ts', {
    DESTINATION: JSON.stringify({ ...rest, keyFile }),
    SILENCE_MS: `${silenceMs}`,
  })
  await running.printed(/^inside$/m)
  return running
}

const held = async (host: Host, owner: string) => {
  for (;;) {
    const holder = await lockHolder(host)
    if (holder?.owner === owner) return holder
    await sleep(50)
  }
}

const timeToTake = async (host: Host) => {
  const said: string[] = []
  const startedAt = performance.now()
  await withLock(host, { ...omar, say: line => said.push(line) }, async () => {})
  return { ms: Math.round(performance.now() - startedAt), said }
}
