// A sandbox is confined as the stack is, has smaller limits, and mounts nothing of the machine.
import t from 'tap'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'

type Service = {
  mem_limit: string
  cpus: number
  volumes?: { type: string }[]
  ports?: { host_ip?: string }[]
}

const required = {
  ...{ SANDBOX: 'a', SANDBOX_DATA: 'b', SANDBOX_MADE: 'c', PORT: '1', DB_PORT: '2' },
  ...{ POSTGRES_PASSWORD: 'd', RATES_OWNER_PASSWORD: 'e' },
  ...{ RATES_API_PASSWORD: 'f', RATES_WORKER_PASSWORD: 'g' },
}

const config = async (files: string[], env: Record<string, string>) => {
  const given = [
    '--env-file',
    '/dev/null',
    '--profile',
    '*',
    ...files.flatMap(file => ['-f', file]),
  ]
  return docker(['compose', ...given, 'config', '--format', 'json'], env)
}

const sandbox = ['compose.yaml', 'provision/sandbox/compose.sandbox.yaml']

t.test('every service of a sandbox', needsDocker(), async t => {
  const { output } = await config(sandbox, required)
  t.notMatch(output, /local-only/, 'no default secret')
  const services: Record<string, Service> = JSON.parse(output).services
  for (const [name, service] of Object.entries(services)) {
    t.match(service, { read_only: true, cap_drop: ['ALL'] }, name)
    t.match(service, { security_opt: ['no-new-privileges:true'] }, name)
    t.ok(Number(service.mem_limit) <= 256 * 2 ** 20, `${name} has little memory`)
    t.ok(
      (service.volumes ?? []).every(({ type }) => type === 'volume'),
      `${name} binds no path`,
    )
    t.ok(
      (service.ports ?? []).every(({ host_ip }) => host_ip === '127.0.0.1'),
      name,
    )
  }
  const lasting = ['db', 'api', 'worker'].map(name => services[name])
  t.strictSame(
    lasting.map(service => service?.cpus),
    [0.5, 0.5, 0.5],
  )
})

t.test('has no default for what makes it one', needsDocker(), async t => {
  for (const name of Object.keys(required)) {
    const { code, output } = await config(sandbox, { ...required, [name]: '' })
    t.not(code, 0, `without ${name}`)
    t.match(output, `${name} is missing a value`)
  }
})
