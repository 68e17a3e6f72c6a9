// From a blank Debian to a host that takes a release; the second time there is nothing to do.
import t from 'tap'
import { changes } from '#provision/change.ts'
import { inspectHost, setUpHost } from '#provision/host/set-up.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const longestLookMs = 3_000

t.test('a blank host', needsDocker(), async t => {
  const { boot, host, wanted, said } = await connectedHost(t)
  const say = (line: string) => void said.push(line)
  // Somebody's own settings, and apt in use as after a boot.
  await boot.exec(['mkdir', '-p', '/etc/docker'])
  await host.put('/etc/docker/daemon.json', '{"debug":true,"log-opts":{"max-size":"1m"}}', {
    mode: 0o600,
  })
  const lock =
    'import fcntl,time; f=open("/var/lib/dpkg/lock-frontend","a"); fcntl.lockf(f,2); time.sleep(5)'
  boot.exec(['python3', '-c', lock])

  const before = await inspectHost(host, wanted)
  t.ok(changes(before).length > 4, 'its plan tells what will be made')
  t.match(
    await boot.exec(['sh', '-c', 'command -v docker || echo none']),
    'none',
    'and makes nothing',
  )

  const changed = await setUpHost(host, wanted, say)
  t.comment(`set up: ${changed.map(({ kind }) => kind).join(', ')}`)
  t.ok(
    said.some(line => /waiting for apt .*python3/.test(line)),
    'apt in use is waited for, and said',
  )
  const kinds = changed.map(({ kind }) => kind)
  t.same(
    kinds,
    ['packages', 'docker engine', 'data volume', 'folders', 'backup timer'],
    'the packages bring the rest',
  )
  t.match((await host.run(['docker', 'compose', 'version'])).stdout, /version 2/)

  await t.test('keeps what somebody had set', async t => {
    const { stdout } = await host.run(['cat', '/etc/docker/daemon.json'])
    t.same(JSON.parse(stdout), {
      ...{ debug: true, 'log-driver': 'json-file', 'live-restore': true },
      'log-opts': { 'max-size': '1m', 'max-file': '3' },
    })
    const { stdout: info } = await host.run([
      'docker',
      'info',
      '-f',
      '{{.LiveRestoreEnabled}} {{.Debug}}',
    ])
    t.equal(info.trim(), 'true true', 'and the engine runs with it')
  })

  await t.test('has nothing left to do', async t => {
    const files = () =>
      boot.exec([
        'sh',
        '-c',
        'find /etc /srv -newermt "-10 minutes" -type f -printf "%p %T@\\n" | sort',
      ])
    const filesBefore = await files()
    const startedAt = performance.now()
    t.same(changes(await inspectHost(host, wanted)), [])
    const lookMs = performance.now() - startedAt
    t.comment(`looked in ${Math.round(lookMs)} ms`)
    t.ok(lookMs < longestLookMs, 'a look is quick')
    t.same(await setUpHost(host, wanted, say), [])
    t.equal(await files(), filesBefore, 'no file was written')
  })

  await t.test('never starts Docker without its data', async t => {
    await boot.exec(['systemctl', 'stop', 'docker.socket', 'docker.service'])
    await boot.exec(['umount', '/srv/rates/data'])
    await boot.exec(['systemctl', 'start', 'docker.service'])
    t.match(await boot.exec(['findmnt', '-n', '-o', 'SOURCE', '/srv/rates/data']), '/dev/loop')
    t.match(
      await boot.exec(['cat', '/etc/fstab']),
      /^UUID=\S+ \/srv\/rates\/data ext4 defaults,nofail/m,
    )

    await boot.exec(['systemctl', 'stop', 'docker.socket', 'docker.service'])
    await boot.exec(['umount', '/srv/rates/data'])
    await boot.exec(['sed', '-i', 's/^UUID=[0-9a-f]*/UUID=0/', '/etc/fstab'])
    await boot.exec(['systemctl', 'daemon-reload'])
    const started = boot.exec(['timeout', '5', 'systemctl', 'start', 'docker.service'])
    await t.rejects(started, 'a volume that is away keeps it stopped')
  })

  t.equal(await boot.exec(['stat', '-c', '%a %u %g', '/srv/rates/data']), '700 0 0')
})
