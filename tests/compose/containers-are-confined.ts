// What a container may do if it is taken over, and what production leaves to no default.
import t, { type Test } from 'tap'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'
import { files as production, required } from '#tests/fixtures/production.ts'

const once = ['migrate', 'backup', 'rehearse', 'backup-store']

const config = async (files: string[], env: Record<string, string> = {}) => {
  const given = ['--profile', 'backup', ...files.flatMap(file => ['-f', file])]
  return docker(['compose', ...given, 'config', '--format', 'json'], env)
}

// Code that a dump holds runs there.
const isCage = (t: Test, { rehearse }: Record<string, Record<string, unknown>>) => {
  t.match(rehearse, { network_mode: 'none', user: '999:999' })
  t.strictSame(rehearse?.environment, { TINI_KILL_PROCESS_GROUP: '1' }, 'no secrets')
  const volumes = rehearse?.volumes as { target: string; read_only?: boolean }[]
  const writable = volumes.filter(({ read_only }) => !read_only).map(({ target }) => target)
  t.ok(new Set(writable).isSubsetOf(new Set(['/verdicts', '/var/run/postgresql'])), `${writable}`)
}

t.test('every service', needsDocker(), async t => {
  const { services } = JSON.parse((await config(['compose.yaml'])).output)
  for (const [name, service] of Object.entries<Record<string, unknown>>(services)) {
    t.match(service, { read_only: true, cap_drop: ['ALL'] }, name)
    t.strictSame(service.security_opt, ['no-new-privileges:true'], name)
    t.ok(service.mem_limit && service.cpus && service.pids_limit, `${name} has limits`)
    const ports = (service.ports ?? []) as { host_ip?: string }[]
    t.ok(
      ports.every(({ host_ip }) => host_ip === '127.0.0.1'),
      `${name} listens on loopback`,
    )
  }
  isCage(t, services)
})

t.test(
  'production has no default for what it needs, and no database port',
  needsDocker(),
  async t => {
    const { output } = await config(production, required)
    t.notMatch(output, /local-only/)
    const { services } = JSON.parse(output)
    t.equal(services.db.ports, undefined)
    for (const [name, service] of Object.entries<Record<string, unknown>>(services)) {
      t.match(service, { read_only: true, cap_drop: ['ALL'] }, name)
      t.ok(service.mem_limit && service.cpus && service.pids_limit, `${name} has limits`)
      t.ok(once.includes(name) || service.restart === 'unless-stopped', `${name} restarts`)
      t.ok(name === 'proxy' || !service.ports, `${name} is not published`)
    }

    isCage(t, services)

    for (const name of Object.keys(required)) {
      const { code, output } = await config(production, { ...required, [name]: '' })
      t.not(code, 0, `without ${name}`)
      t.match(output, `${name} is missing a value`)
    }
  },
)
