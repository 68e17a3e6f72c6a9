// Two at once: each has data, secrets, ports and a network of its own; one goes, the other answers on.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import t, { type Test } from 'tap'
import { dump } from '#db/sample/dump.ts'
import { prices } from '#db/sample/prices.ts'
import { ratesPath } from '#tests/fixtures/api.ts'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'
import { countByStatus, load } from '#tests/fixtures/load.ts'
import { type SandboxOfTest, sandbox, sandboxCommand } from '#tests/fixtures/sandbox.ts'

type Both = { one: SandboxOfTest; other: SandboxOfTest }

t.test('two sandboxes', needsDocker(), async t => {
  const both = { one: sandbox(t), other: sandbox(t) }
  const file = join(t.testdir({}), 'mine.sql.gz')
  await writeFile(file, gzipSync([...dump(prices({ count: 3_000, seed: 7 }))].join('')))
  const ups = await Promise.all([both.one.up('--rows', '2000'), both.other.up('--dump', file)])
  for (const { code, output } of ups) {
    t.equal(code, 0, output.slice(-1000))
    t.match(output, /answers at http:\/\/127\.0\.0\.1:\d+\n.*smoke: passed/s)
  }
  await t.test('share an image, and nothing else', t => shareAnImage(t, both))
  await t.test('have data of their own', t => ownData(t, both))
  await t.test('open to no secret of the other', t => ownSecrets(t, both))
  await t.test('are out of reach of each other', t => ownNetwork(t, both))
  await t.test('stay as they are when started again', t => startedAgain(t, both))
  await t.test('go without the other noticing', t => oneGoes(t, both))
})

const shareAnImage = async (t: Test, { one, other }: Both) => {
  const [first, second] = [await one.inspect('api'), await other.inspect('api')]
  t.equal(first.Image, second.Image)
  t.not(await one.url(), await other.url())
  const mounts = [...(await one.inspect('db')).Mounts, ...(await other.inspect('db')).Mounts]
  t.strictSame([...new Set(mounts.map(({ Type }) => Type))], ['volume'])
  t.equal(new Set(mounts.map(({ Name }) => Name)).size, 4)
}

const ownData = async (t: Test, { one, other }: Both) => {
  t.equal(await one.sql('select count(*) from prices'), '2000')
  t.equal(await other.sql('select count(*) from prices'), '3000')
  const { output } = await sandboxCommand(['list'])
  t.match(output, new RegExp(`${one.name} .* answers +2,000 prices .* \\d+ MiB`))
  t.match(output, new RegExp(`${other.name} .* answers +mine\\.sql\\.gz \\([0-9a-f]{12}\\) `))
}

const ownSecrets = async (t: Test, { one, other }: Both) => {
  t.match(await one.exec('api', 'printenv', 'PGPASSWORD'), /^[0-9a-f]{64}$/, 'no default')
  const made = ['run', '--rm', '--network', `sandbox-${one.name}_default`, '-e', 'PGPASSWORD']
  const login = { PGPASSWORD: await passwordOf(one, 'RATES_OWNER_PASSWORD') }
  const command = ['-e', 'PGHOST=db', '-e', 'PGUSER=rates_owner', `sandbox-${one.name}-app`]
  const created = await docker(
    [...made, ...command, 'node', 'api/tokens.ts', 'create', 'ana'],
    login,
  )
  const authorization = `Bearer ${created.output.trim()}`
  const send = async (sandbox: SandboxOfTest) =>
    (await fetch(`${await sandbox.url()}/batches`, { headers: { authorization } })).status
  t.equal(await send(one), 200)
  t.equal(await send(other), 401)

  for (const [user, name] of Object.entries(logins)) {
    const password = await passwordOf(one, name)
    t.equal(await connects(one, user, password), 'yes', user)
    t.match(await connects(other, user, password), /password authentication failed/, user)
  }
}

const logins = {
  postgres: 'POSTGRES_PASSWORD',
  rates_owner: 'RATES_OWNER_PASSWORD',
  rates_api: 'RATES_API_PASSWORD',
  rates_worker: 'RATES_WORKER_PASSWORD',
}

const passwordOf = (sandbox: SandboxOfTest, name: string) => sandbox.exec('db', 'printenv', name)

const connects = async (sandbox: SandboxOfTest, user: string, password: string) => {
  const port = await sandbox.port('db', 5432)
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'rates' })
  return client.connect().then(
    () => client.end().then(() => 'yes'),
    (error: Error) => error.message,
  )
}

const ownNetwork = async (t: Test, { one, other }: Both) => {
  const [own, far] = [await networkOf(one, 'db'), await networkOf(other, 'db')]
  const farApi = await networkOf(other, 'api')
  t.equal(await reaches(one, own.IPAddress, 5432), 'reached', 'so this would tell')
  t.equal(await reaches(one, 'db', 5432), 'reached')
  const { hostname, port } = new URL(await other.url())
  const ways = [
    [far.IPAddress, '5432'],
    [farApi.IPAddress, '3000'],
    [farApi.IPAddress, '9464'],
    [other.container('db'), '5432'],
    [other.container('api'), '3000'],
    ...[own.Gateway, far.Gateway, hostname].map(address => [address, port]),
  ]
  for (const [address = '', port] of ways)
    t.match(await reaches(one, address, Number(port)), /^E[A-Z_]+$/, `${address}:${port}`)
}

const networkOf = async (sandbox: SandboxOfTest, service: string) =>
  (await sandbox.inspect(service)).NetworkSettings.Networks[`sandbox-${sandbox.name}_default`]

/** From within the API's container: `reached`, or why not. */
const reaches = (sandbox: SandboxOfTest, host: string, port: number) =>
  sandbox.exec('api', 'node', '-e', reachProgram, host, `${port}`)

const reachProgram = `
const [host, port] = process.argv.slice(1)
const socket = require('node:net').connect({ host, port })
const tell = word => { console.log(word); process.exit() }
socket.setTimeout(1500, () => tell('ETIMEDOUT')).on('connect', () => tell('reached')).on('error', ({ code }) => tell(code))`

const startedAgain = async (t: Test, { one }: Both) => {
  const before = [await one.inspect('db'), await one.inspect('api'), await one.inspect('worker')]
  const { code, output } = await one.up('--rows', '2000')
  t.equal(code, 0, output.slice(-500))
  const after = [await one.inspect('db'), await one.inspect('api'), await one.inspect('worker')]
  t.strictSame(
    after.map(({ Id, State }) => [Id, State.StartedAt]),
    before.map(({ Id, State }) => [Id, State.StartedAt]),
  )
  const refused = await one.up('--rows', '4000')
  t.equal(refused.code, 1)
  t.match(refused.output, /has 2,000 prices, and they stay.*sandbox\.mjs down/)
}

const oneGoes = async (t: Test, { one, other }: Both) => {
  const requests = load((await other.url()) + ratesPath({}), { clients: 2 })
  const refused = await sandboxCommand(['down', one.name])
  t.equal(refused.code, 1, 'not without being asked')
  t.match(refused.output, /Destroy .* 4 containers, 1 network, 2 volumes, 2 images .* --yes/)
  const { code, output } = await one.down()
  await requests.next(10)
  await requests.stop()
  t.equal(code, 0, output)
  t.strictSame(Object.keys(countByStatus(requests.take())), ['200'])
  t.strictSame(await one.remains(), [])
  t.equal((await one.down()).code, 0, 'safe to repeat')
}
