// The connection is cut at every command of a set-up, once each: the next run goes on, and nothing is done twice.
import t from 'tap'
import { changes } from '#provision/change.ts'
import { inspectHost, setUpHost } from '#provision/host/set-up.ts'
import type { Host } from '#provision/ssh/host.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const mostRuns = 150
// Some commands have begun by then and some have ended; of no one is the answer heard.
const cutAfterMs = [0, 15, 60]

t.test('a set-up whose connection is cut at every command', needsDocker(), async t => {
  const { boot, host, connected, wanted } = await connectedHost(t)
  const cut = new Set<string>()
  let runs = 0
  for (; runs < mostRuns; runs++) {
    const cuttable = cutAtNew(await connected(), cut)
    const outcome = await setUpHost(cuttable, wanted, () => {}).then(
      () => undefined,
      (error: Error) => error,
    )
    if (!outcome) break
    if (outcome.name !== 'ConnectionLost') throw outcome
  }
  t.equal(runs, cut.size, 'each run but the last was cut')
  t.comment(`${cut.size} commands, each cut once; run ${runs + 1} completed`)

  t.same(changes(await inspectHost(host, wanted)), [])
  t.match((await host.run(['docker', 'compose', 'version'])).stdout, /version 2/)
  const fstab = await boot.exec(['cat', '/etc/fstab'])
  t.equal(fstab.split('\n').filter(line => line.includes('/srv/rates/data')).length, 1)
  t.equal((await boot.exec(['findmnt', '-n', '/srv/rates/data'])).split('\n').length, 1)
  t.equal(
    await boot.exec([
      'sh',
      '-c',
      'ls -d /etc/*.part /etc/*/*.part /srv/*/*.part 2>/dev/null || true',
    ]),
    '',
  )
  t.equal(await boot.exec(['sh', '-c', 'pgrep -x apt-get || true']), '')
})

/** The same host; its connection ends under the first command that none was cut at before. */
const cutAtNew = (host: Host, cut: Set<string>): Host => {
  let isCut = false
  const at = <Result>(name: string, work: () => Promise<Result>) => {
    const working = work()
    if (isCut || cut.has(name)) return working
    isCut = true
    setTimeout(() => host.close(), cutAfterMs[cut.size % cutAfterMs.length])
    cut.add(name)
    // One that was faster than the cut is one whose answer was not heard.
    return working.then(() => host.run(['sleep', '5']).then(() => working))
  }
  return {
    ...host,
    run: (argv, options) => at(argv.join(' '), () => host.run(argv, options)),
    put: (path, ...rest) => at(`put ${path}`, () => host.put(path, ...rest)),
  }
}
