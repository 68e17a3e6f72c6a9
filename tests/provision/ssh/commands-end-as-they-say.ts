// A command on a host: its output, its exit code, and an end on the host when nobody waits any more.
import { randomBytes } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import t from 'tap'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

t.test('a command', needsDocker(), async t => {
  const { boot, host, connected } = await connectedHost(t)
  const sleepers = () => boot.exec(['sh', '-c', 'pgrep -a sleep || echo none'])

  await t.test('gives output and exit code', async t => {
    const said: string[] = []
    const script = ['sh', '-c', 'echo out; echo err >&2; printf last; exit 3']
    const ended = await host.run(script, { mayFail: true, onLine: line => said.push(line) })
    t.same(ended, { code: 3, stdout: 'out\nlast', stderr: 'err\n' })
    t.same(said.sort(), ['err', 'out'])
    t.equal((await host.run(['whoami'])).stdout, 'root\n')
    t.equal((await host.run(['whoami'], { sudo: false })).stdout, 'admin\n')
    t.equal((await host.run(['echo', "a'b $HOME\n*"])).stdout, "a'b $HOME\n*\n")
  })

  await t.test('that fails shows its last 20 lines', async t => {
    const failing = host.run(['sh', '-c', 'seq 30; exit 7'])
    await t.rejects(failing, {
      name: 'CommandFailed',
      code: 7,
      message: /Exit code 7 .*\nIts last lines:\n {2}11\n/,
    })
    await t.rejects(host.run(['no-such-command']), { message: 'no-such-command' })
  })

  await t.test('takes and gives any bytes', async t => {
    const bytes = randomBytes(5_000_000)
    const file = `${t.testdir()}/copy`
    for (const stdin of [bytes, Readable.from([bytes.subarray(0, 9), bytes.subarray(9)])]) {
      const stdout = createWriteStream(file)
      await host.run(['cat'], { stdin, stdout })
      await finished(stdout.end())
      t.ok(readFileSync(file).equals(bytes))
    }
    t.equal(
      (await host.run(['true'], { stdin: Readable.from([bytes, bytes]) })).code,
      0,
      'or leaves them',
    )
  })

  await t.test('whose input breaks is ended', async t => {
    const broken = Readable.from(
      (async function* () {
        yield 'half'
        throw new Error('the disk here is gone')
      })(),
    )
    await t.rejects(host.run(['cat'], { stdin: broken }), { message: 'the disk here is gone' })
    t.equal(await boot.exec(['sh', '-c', 'pgrep -x cat || echo none']), 'none')
  })

  await t.test('is ended on the host, with all that it started', async t => {
    const family = ['sh', '-c', 'setsid sleep 3001 & (trap "" TERM; sleep 3002) & sleep 3003']
    const reason = new Error('Ctrl-C')
    const stop = new AbortController()
    const running = host.run(family, { signal: stop.signal, onLine: () => {} })
    while (!(await sleepers()).includes('3003')) await host.run(['sleep', '0.1'])
    stop.abort(reason)
    await t.rejects(running, reason)
    t.equal(await sleepers(), 'none', 'after Ctrl-C')

    await t.rejects(host.run(['sleep', '3004'], { timeoutMs: 400 }), {
      ...{ name: 'CommandTimedOut', message: /longer than 0.4 s .*sleep 3004/ },
    })
    t.equal(await sleepers(), 'none', 'after its time')
    await t.rejects(host.run(['sleep', '3005'], { signal: AbortSignal.abort(reason) }), reason)
  })

  await t.test('whose connection is lost says how to go on', async t => {
    const other = await connected()
    const running = other.run(['sleep', '3006'])
    const lost = t.rejects(running, {
      name: 'ConnectionLost',
      message: /sleep 3006\n.*it continues/,
    })
    while (!(await sleepers()).includes('3006')) await host.run(['sleep', '0.1'])
    other.close()
    await lost
    await t.rejects(other.run(['true']), { name: 'ConnectionLost' }, 'and so does the next')
  })
})
