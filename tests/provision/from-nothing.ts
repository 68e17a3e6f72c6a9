// One command from no instance to a stack that has passed its smoke test; again, nothing; then nothing left.
import { exec } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { destructionPlan } from '#provision/destroy.ts'
import { findOurs } from '#provision/found.ts'
import { listParameters } from '#provision/parameters/parameters.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { operator } from '#tests/fixtures/provision.ts'

t.test('an environment', needsDocker(), async t => {
  const dev = await operator(t, 'dev')
  const { sky, folder, host: boot, provision, onHost } = dev

  const planned = await provision('--plan', '--ssh-from', '127.0.0.1/32')
  t.equal(planned.code, 2, planned.output)
  t.match(planned.output, /create +instance +rates-dev/)

  const hostBoots = boot()
  const first = await provision('--ssh-from', '127.0.0.1/32', '--yes')
  t.equal(first.code, 0, first.output)
  t.match(first.output, /smoke: passed/)
  t.comment(first.output)
  const host = await hostBoots

  await t.test('a second run changes nothing', async t => {
    const before = await stateOf(host)
    const plan = await provision('--plan')
    t.equal(plan.code, 0, plan.output)
    const again = await provision('--yes')
    t.equal(again.code, 0, again.output)
    t.strictSame(await stateOf(host), before)
  })

  await t.test('daily work reaches it', async t => {
    const ps = await onHost('ps')
    t.match(ps.output, /rates-api-\w+-2 .*\(healthy\)/)
    const asked = await onHost('psql', '-Atc', 'select count(*) from prices')
    t.match(asked.output, /^\d{4,}$/m)
    t.match((await onHost('logs', 'migrate')).output, /migrate/)
    t.match((await onHost('exec', 'api', 'node', '--version')).output, /^v26/m)
    t.match((await onHost('ssh', 'id', '-un')).output, /^admin$/m)
    const unknown = await onHost('restart')
    t.equal(unknown.code, 64)
    t.match(unknown.output, /There is no command "restart": ps, logs, psql, exec, ssh, tunnel/)
  })

  await t.test('a deploy brings a parameter, a rollback takes it back', async t => {
    const level = async () =>
      /^(warn|info|)$/m.exec((await onHost('exec', 'api', 'printenv', 'LOG_LEVEL')).output)?.[0]
    const set = await dev.parameters('warn', 'set', 'LOG_LEVEL')
    t.equal(set.code, 0, set.output)
    const deployed = await dev.deploy('--why', 'less to read')
    t.equal(deployed.code, 0, deployed.output)
    t.match(deployed.output, /==> switch[\s\S]*smoke: passed[\s\S]*==> drain[\s\S]*is released/)
    t.equal(await level(), 'warn')

    const back = await dev.rollback()
    t.equal(back.code, 0, back.output)
    t.not(await level(), 'warn')
    const { output } = await dev.history()
    t.match(output, /rollback[\s\S]*succeeded[\s\S]*deploy[\s\S]*succeeded[\s\S]*provision/)
    t.match(output, / deploy +(\w{7}) +\d{8}T\d{6}-\1 +succeeded/, 'with the id of its release')
    t.comment(output)
  })

  await t.test('its backups are taken, tried, and restored', async t => {
    const count = async () =>
      /^\d+$/m.exec((await onHost('psql', '-Atc', 'select count(*) from prices')).output)?.[0]
    const before = await count()
    const now = await dev.backup('now')
    t.equal(now.code, 0, now.output)
    t.comment(now.output)
    await host.exec(['systemctl', 'start', 'rates-backup.service'])
    const listed = await dev.backup('list')
    t.equal(listed.output.match(/ checked /g)?.length, 2, listed.output)
    t.match(listed.output, /timer: next .*03:17:00 UTC[\s\S]*last run: success/)

    const [name = ''] = /rates-\d{8}T\d{6}Z/.exec(listed.output) ?? []
    await onHost('psql', '-c', 'truncate prices')
    t.equal(await count(), '0')
    const restored = await dev.backup('restore', name, '--replace', '--yes')
    t.equal(restored.code, 0, restored.output)
    t.match(restored.output, /smoke: passed/)
    t.equal(await count(), before)
    t.match((await dev.history()).output, /restore .*succeeded/)
  })

  await t.test('a small copy of it lives beside it', async t => {
    await copyImage('node:26-slim', host.container)
    const up = await dev.sandbox('up', 'review', '--rows', '1000')
    t.equal(up.code, 0, up.output)
    t.match(up.output, /through npx zx scripts\/host\.mjs --env dev tunnel \d+[\s\S]*smoke: passed/)
    t.match((await dev.sandbox('list')).output, /review/)
    t.match((await onHost('ps')).output, /rates-api-\w+-2 .*\(healthy\)/)
  })

  await t.test('is destroyed only by its name, and leaves nothing but the dump', async t => {
    const unasked = await provision('--destroy')
    t.equal(unasked.code, 1, 'nobody answers')
    t.match(unasked.output, /--confirm dev/)
    const wrong = await provision('--destroy', '--confirm', 'prod')
    t.match(wrong.output, /Nothing was deleted/)

    const destroyed = await provision('--destroy', '--confirm', 'dev')
    t.equal(destroyed.code, 0, destroyed.output)
    t.comment(destroyed.output)
    t.strictSame(destructionPlan(await findOurs(sky.aws, 'dev')), [])
    t.strictSame(await listParameters(sky.aws, 'dev'), [])
    const [dump = ''] = (await readdir(folder)).filter(name => name.endsWith('.dump'))
    const { size, mode } = await stat(join(folder, dump))
    t.ok(size > 10_000, `${size} bytes`)
    t.equal(mode & 0o777, 0o600)
    t.equal(await pricesIn(join(folder, dump)), 56_000, 'of the service, not of the copy beside it')
  })
})

const pricesIn = async (dump: string) => {
  const restore = 'docker run --rm --interactive postgres:13.5 pg_restore --table prices --file -'
  const { stdout } = await promisify(exec)(`${restore} <${dump} | grep -cP '^[A-Z]+\\t'`)
  return Number(stdout)
}

// What a host elsewhere would pull.
const copyImage = (image: string, container: string) =>
  promisify(exec)(`docker save ${image} | docker exec --interactive ${container} docker load`)

const stateOf = async (host: { exec: (argv: string[]) => Promise<string> }) => ({
  containers: await host.exec(['sh', '-c', 'docker ps -aq --no-trunc | sort']),
  started: await host.exec([
    'sh',
    '-c',
    'docker ps -aq | xargs docker inspect --format "{{.Name}} {{.State.StartedAt}}" | sort',
  ]),
  files: await host.exec([
    'sh',
    '-c',
    'find /srv/rates -path "*/postgres/*" -prune -o -type f -printf "%p %T@\\n" | sort; stat -c "%n %Y" /etc/docker/daemon.json /etc/fstab',
  ]),
})
