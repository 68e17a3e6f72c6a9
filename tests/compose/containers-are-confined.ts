// What a container may do if it is taken over, and what production leaves to no default.
import t from 'tap'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'

const config = async (files: string[], env: Record<string, string> = {}) => {
  const args = ['compose', ...files.flatMap(file => ['-f', file]), 'config', '--format', 'json']
  return docker(args, env)
}

const passwords = {
  POSTGRES_PASSWORD: 'a',
  RATES_OWNER_PASSWORD: 'b',
  RATES_API_PASSWORD: 'c',
  RATES_WORKER_PASSWORD: 'd',
}
const production = ['compose.yaml', 'compose.prod.yaml']

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
})

t.test('production has no default password and no database port', needsDocker(), async t => {
  const { output } = await config(production, passwords)
  t.notMatch(output, /local-only/)
  t.equal(JSON.parse(output).services.db.ports, undefined)

  for (const name of Object.keys(passwords)) {
    const { code, output } = await config(production, { ...passwords, [name]: '' })
    t.not(code, 0, `without ${name}`)
    t.match(output, `${name} is missing a value`)
  }
})
