// What is typed after host.mjs, as ssh is given it: the host known by its tag, nobody else's settings.
import t from 'tap'
import { onHost } from '#provision/access/commands.ts'
import { sshWords } from '#provision/access/open-ssh.ts'

const machine = { instance: 'i-0abc', address: '203.0.113.7', hostKey: 'ssh-ed25519 AAAA' }

t.test('words', async t => {
  t.strictSame(onHost(['ssh', 'id', '-un'], true).argv, ['id', '-un'])
  t.strictSame(onHost(['psql', '-c', 'select 1'], false).argv.slice(-9), [
    ...['exec', '-T', 'db', 'psql', '-U', 'postgres', 'rates'],
    ...['-c', 'select 1'],
  ])
  t.strictSame(onHost(['logs', '-f', 'api'], true).argv.slice(-3), ['logs', '-f', 'api-LIVE'])
  const { argv } = onHost(['exec', 'worker', 'printenv', 'api'], false)
  t.strictSame(argv.slice(-4), ['-T', 'worker', 'printenv', 'api'], 'no service is no service')
  t.equal(onHost(['exec', 'api', 'id'], false).argv.at(-2), 'api-LIVE')
  t.throws(() => onHost([], true), /No command was given: ps, logs, psql, exec, ssh, tunnel/)
  t.throws(() => onHost(['exec', 'api'], true), /exec takes a service and a command/)
  t.strictSame(onHost(['tunnel', '28411', '8080'], true), {
    argv: [],
    forward: '127.0.0.1:8080:127.0.0.1:28411',
  })
  t.throws(() => onHost(['tunnel', 'api'], true), /tunnel takes a port/)
})

t.test('ssh', async t => {
  const given = { machine, keyFile: '/k', argv: ['echo', "it's; rm -rf $HOME"] }
  const words = sshWords(given, '/known', true)
  for (const option of [
    'UserKnownHostsFile=/known',
    'StrictHostKeyChecking=yes',
    'HostKeyAlias=i-0abc',
    'ControlPath=none',
    'KnownHostsCommand=none',
  ])
    t.ok(words.includes(option), option)
  t.ok(words.includes('admin@203.0.113.7'))
  t.equal(words.at(-1), `echo 'it'\\''s; rm -rf $HOME'`)
  const through = sshWords({ ...given, sshHost: '127.0.0.1', sshPort: 2222 }, '/known', false)
  const tunnel = sshWords({ ...given, argv: [], forward: '1:127.0.0.1:2' }, '/known', true)
  t.ok(tunnel.includes('-N') && tunnel.includes('1:127.0.0.1:2') && !tunnel.includes('-t'))
  t.ok(through.includes('admin@127.0.0.1') && through.includes('2222') && !through.includes('-t'))
})
