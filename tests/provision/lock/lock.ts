// One deploy at a time on a host: the other is told whose it is, and may wait for it or end it.
import t from 'tap'
import { lockHolder } from '#provision/lock/holder.ts'
import { unlock, withLock } from '#provision/lock/lock.ts'
import type { Host } from '#provision/ssh/host.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const nadja = { owner: 'nadja@laptop', from: 'laptop', why: 'release 1a2b3c4', say: () => {} }
const omar = { ...nadja, owner: 'omar@desk', from: 'desk', why: 'release 5e6f7a8' }

t.test('the lock of a host', needsDocker(), async t => {
  const { boot, host, connected } = await connectedHost(t)
  const other = await connected()

  await t.test('is made where there is nothing, for root alone', async t => {
    await withLock(host, nadja, async () => {})
    const stat = ['stat', '--format', '%a %U %n', '/srv/rates', '/srv/rates/lock']
    t.equal(await boot.exec(stat), '700 root /srv/rates\n700 root /srv/rates/lock')
    t.equal(await lockHolder(host), undefined)
  })

  await t.test('is told to the other, who changes nothing', async t => {
    await withLock(host, nadja, async fenced => {
      const refused = withLock(other, omar, async () => t.fail('two at once'))
      await t.rejects(refused, {
        name: 'LockHeld',
        message:
          /nadja@laptop, from laptop, since \d{4}-\S+ [\d:]{8} UTC: release 1a2b3c4\..*--wait.*--unlock/,
      })
      t.match(await lockHolder(other), { owner: 'nadja@laptop', token: fenced.token })
    })
    t.equal(await withLock(other, omar, async () => 'in'), 'in', 'and is free after it')
    await t.rejects(
      withLock(host, nadja, () => Promise.reject(new Error('mine'))),
      {
        message: 'mine',
      },
    )
    t.equal(await withLock(other, omar, async () => 'in'), 'in', 'however it ends')
  })

  await t.test('is told also by whom, where its taker still ends what was left', async t => {
    const deaf = `RATES_LOCK=x setsid sh -c 'trap "" TERM; for i in 1 2 3; do sleep 1; done'`
    await boot.exec(['sh', '-c', `${deaf} >/dev/null 2>&1 &`])
    const ending = Promise.withResolvers<string>()
    const done = Promise.withResolvers<void>()
    const taking = withLock(host, { ...nadja, say: ending.resolve }, () => done.promise)
    t.match(await ending.promise, /^ending what an earlier run left running: sh -c/)
    const refused = withLock(other, omar, async () => t.fail('two at once'))
    await t.rejects(refused, { message: /nadja@laptop, from laptop, since .*: release 1a2b3c4\./ })
    done.resolve()
    await taking
  })

  await t.test('is waited for, so long and until Ctrl-C', async t => {
    const said: string[] = []
    const first = Promise.withResolvers<void>()
    const holding = withLock(host, nadja, () => first.promise)
    await heldBy(other, 'nadja@laptop')
    await t.rejects(
      withLock(other, { ...omar, waitMs: 1_200 }, async () => {}),
      {
        name: 'LockHeld',
      },
    )
    const stop = new AbortController()
    const stopped = withLock(
      other,
      { ...omar, waitMs: 60_000, signal: stop.signal },
      async () => {},
    )
    stop.abort(new Error('Ctrl-C'))
    await t.rejects(stopped, { message: 'Ctrl-C' })

    const say = (line: string) => {
      said.push(line)
      first.resolve()
    }
    t.equal(await withLock(other, { ...omar, waitMs: 60_000, say }, async () => 'in'), 'in')
    await holding
    t.match(said, [/^waiting for another deploy: nadja@laptop, from laptop, since/])
  })

  await t.test('runs commands as its connection does', async t => {
    await withLock(host, nadja, async fenced => {
      t.equal((await fenced.run(['whoami'])).stdout, 'root\n')
      t.equal(
        (await fenced.run(['id', '-Gn'], { sudo: false })).stdout,
        (await host.run(['id', '-Gn'], { sudo: false })).stdout,
      )
      t.same(await fenced.run(['sh', '-c', 'cat; exit 79'], { stdin: 'x', mayFail: true }), {
        ...{ code: 79, stdout: 'x', stderr: '' },
      })
      await t.rejects(fenced.run(['false']), { message: /Exit code 1 of this on [\d.:]+: false\n/ })
      await t.rejects(fenced.run(['no-such-command']), { name: 'CommandFailed', code: 127 })
      await t.rejects(fenced.run(['sh', '-c', 'kill -9 $$']), { name: 'CommandFailed' })
      await fenced.put('/root/file', 'content', { mode: 0o640 })
      t.equal(await boot.exec(['stat', '--format', '%a %s', '/root/file']), '640 7')
    })
  })

  await t.test('is ended by whoever says so, with what runs under it', async t => {
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    const broken = withLock(host, nadja, fenced => fenced.run(['sleep', '4002']))
    const lost = t.rejects(broken, { name: 'LockLost', message: /not ours any more.*--unlock/ })
    while (!(await sleepers(boot)).includes('4002')) await other.run(['sleep', '0.1'])
    t.match(await unlock(other, { ...omar, say }), { owner: 'nadja@laptop' })
    await lost
    t.equal(await sleepers(boot), 'none')
    t.match(said[0], /^ending this: nadja@laptop, from laptop, since .*: release 1a2b3c4$/)
    t.equal(await unlock(other, { ...omar, say }), undefined)
    t.match(said.at(-1), /^nobody holds the deploy lock/)
  })
})

const heldBy = async (host: Host, owner: string) => {
  while ((await lockHolder(host))?.owner !== owner) await host.run(['sleep', '0.1'])
}

const sleepers = (boot: { exec: (argv: string[]) => Promise<string> }) =>
  boot.exec(['sh', '-c', 'pgrep -a sleep | grep " 400[0-9]" || echo none'])
