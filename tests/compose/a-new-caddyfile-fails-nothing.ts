// A new Caddyfile ends the checks under way; whoever asks at that moment is answered all the same.
import { randomBytes } from 'node:crypto'
import t, { type Test } from 'tap'
import { asking } from '#tests/fixtures/asking.ts'
import { docker, needsDocker, succeed } from '#tests/fixtures/compose.ts'

const changes = 12
// Of every second: as where a machine is busy.
const checkMs = 400

const api = `require('node:http').createServer((asked, answer) =>
  setTimeout(() => answer.end('well'), asked.url === '/readyz' ? ${checkMs} : 0)).listen(3000)`

const start = async (t: Test, network: string, name: string, words: string[]) => {
  const container = `${network}-${name}`
  t.teardown(() => docker(['rm', '--force', '--volumes', container]))
  await succeed(['run', '--detach', '--name', container, '--network', network, ...words])
}

t.test('a Caddyfile that changes while checks are under way', needsDocker(), async t => {
  const project = `rates-test-${randomBytes(4).toString('hex')}`
  await succeed(['network', 'create', project])
  t.teardown(() => docker(['network', 'rm', project]))
  for (const count of [1, 2])
    await start(t, project, `api-blue-${count}`, ['node:26-slim', 'node', '-e', api])

  const proxy = `${project}-proxy`
  await start(t, project, 'proxy', [
    ...['--publish', '127.0.0.1::80', '--sysctl', 'net.ipv4.tcp_migrate_req=1'],
    ...['--env', 'SITE=:80', '--env', `PROJECT=${project}`, '--env', 'PROXY_MAX_BATCH=1000'],
    ...['--volume', `${process.cwd()}/provision/proxy:/etc/caddy:ro`, '--tmpfs', '/live'],
    ...['caddy:2.6', 'caddy', 'run', '--config', '/etc/caddy/Caddyfile'],
  ])
  const url = `http://${await succeed(['port', proxy, '80'])}`
  while ((await fetch(url).catch(() => undefined))?.status !== 200)
    await new Promise(done => setTimeout(done, 100))

  const asked = asking(url, { askers: 16, betweenMs: 0 })
  t.teardown(() => asked.stop())
  for (let count = 0; count < changes; count++) {
    await new Promise(done => setTimeout(done, 1_000))
    await succeed(['exec', proxy, 'caddy', 'reload', '--force', '--config', '/etc/caddy/Caddyfile'])
  }
  const { sent, failed, errors } = asked.since()
  t.equal(failed, 0, `${failed} of ${sent} in ${changes} changes: ${errors}`)
})
