// The whole stack goes to a host, answers there, and leaves no secret behind on the way.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import t from 'tap'
import { changes } from '#provision/change.ts'
import { readDump } from '#provision/release/dump.ts'
import { target } from '#provision/release/rollback.ts'
import { inspectRelease } from '#provision/release/ship.ts'
import { readSource } from '#provision/release/source.ts'
import { filesHolding, watchProcesses } from '#tests/fixtures/canary.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { dockerHost, messageOf, shipTo } from '#tests/fixtures/docker-host.ts'
import { projectClone } from '#tests/fixtures/project-clone.ts'

const { skip } = needsDocker()

// Also what shells, YAML and environment files give a meaning to.
const canary = () => `canary-${randomBytes(8).toString('hex')} $HOME "\${x}" 'y' #\\`
const secrets = ['POSTGRES', 'RATES_OWNER', 'RATES_API', 'RATES_WORKER']
const parameters = [
  ...secrets.map(name => ({ name: `${name}_PASSWORD`, value: canary(), version: 1 })),
  { name: 'LOG_LEVEL', value: 'info', version: 1 },
]
const values = parameters.slice(0, secrets.length).map(({ value }) => value.split(' ')[0] ?? '')

// Docker and containerd keep a container's environment in their own configuration.
const known = [
  /^\/srv\/rates\/releases\/[^/]+\/environment$/,
  /^\/var\/lib\/docker\/containers\/[0-9a-f]{64}\/config\.v2\.json$/,
  /^\/var\/lib\/containerd\/io\.containerd\.metadata\.v1\.bolt\/meta\.db$/,
  /^\/run\/.*containerd.*\/moby\/[0-9a-f]{64}\/config\.json$/,
]

t.test('a release of the whole stack', { skip }, async t => {
  const [machine, project] = await Promise.all([dockerHost(t, 'stocked'), projectClone(t)])
  const { host } = machine
  const wanted = async () => ({
    environment: 'test',
    source: await readSource(project.root),
    parameters,
    dump: await readDump(project.root),
  })
  const said: string[] = []
  const say = (line: string) => said.push(line)
  const containers = async (service = '') => {
    const filter = ['--filter', `name=rates-${service}`]
    return (await machine.exec(['docker', 'ps', '-q', ...filter])).split('\n').sort()
  }
  const differs = async () =>
    changes(await inspectRelease(host, await wanted())).flatMap(change => change.differs)

  t.test('ends with the stack up and answering, no secret in any process list', async t => {
    const watched = await watchProcesses(machine)
    t.match(await shipTo(host, await wanted(), say), [{ action: 'create', kind: 'release' }])
    const { count, lists, hits } = await watched.stop(values)
    t.same(hits, [])
    t.ok(count > 50)
    t.match(lists, /docker compose --project-directory .* up --detach/)
    t.comment(`${count} process lists sampled, ${lists.length} bytes, ${hits.length} hits`)

    const address = `http://127.0.0.1:${machine.httpPort}`
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/smoke.mjs', address])
    t.match(stdout, 'smoke: passed')
  })

  t.test('no file but the environment and the engine hold a secret', async t => {
    const { files, hits } = await filesHolding(machine, values)
    t.same(
      hits.filter(path => !known.some(pattern => pattern.test(path))),
      [],
    )
    t.ok(hits.some(path => path.endsWith('/environment')))
    const rendered = await machine.exec(['cat', '/srv/rates/current/rendered.yaml'])
    t.match(rendered, /POSTGRES_PASSWORD: POSTGRES_PASSWORD@1\b/)
    const readable = hits.map(path => `runuser -u nobody -- test -r ${path} && echo ${path}`)
    t.equal(await machine.exec(['sh', '-c', `${readable.join('; ')}; true`]), '')
    t.notMatch(said.join('\n'), 'canary')
    const modes = ['stat', '-L', '--format', '%a %U']
    t.equal(await machine.exec([...modes, '/srv/rates/current/environment']), '600 root')
    t.equal(
      await machine.exec([...modes, '/srv/rates/current', '/srv/rates/releases']),
      '700 root\n700 root',
    )
    t.comment(
      `${files} files searched, ${hits.length} of the known kinds, ${said.length} lines said`,
    )
  })

  t.test('shipped again: nothing to do, nothing done', async t => {
    const before = [await containers(), await machine.exec(['ls', '/srv/rates/releases'])]
    t.same(await differs(), [])
    t.same(await shipTo(host, await wanted(), say), [])
    t.same([await containers(), await machine.exec(['ls', '/srv/rates/releases'])], before)
  })

  t.test('a stopped container and an edited file are seen and mended', async t => {
    await machine.exec(['docker', 'stop', '-t', '0', 'rates-worker-1'])
    t.match(await differs(), [
      { what: 'rates-worker-1', from: /^Exited/, to: 'running and healthy' },
    ])
    t.match(await shipTo(host, await wanted(), say), [{ kind: 'containers' }])
    await machine.exec(['sh', '-c', 'echo >>/srv/rates/current/compose.yaml'])
    t.match(await differs(), [{ what: 'compose.yaml' }])
  })

  t.test('the next commit: a small part is sent, the database keeps running', async t => {
    const [log] = parameters.slice(-1)
    if (log) Object.assign(log, { value: 'debug', version: 2 })
    await project.commitLine('api/server.ts', '// one more line')
    const shown = await differs()
    t.match(shown, [
      { what: 'commit' },
      { what: 'parameter LOG_LEVEL', from: 'version 1', to: 'version 2' },
    ])
    t.notMatch(JSON.stringify(shown), 'debug')

    const before = await containers('db')
    said.splice(0)
    await shipTo(host, await wanted(), say)
    t.same(await containers('db'), before)
    const [line = '', sent, whole] = /: sent ([\d.]+) MB of ([\d.]+)/.exec(said.join('\n')) ?? []
    t.ok(Number(sent) < Number(whole) / 50, line)
    t.comment(`image of the next commit${line}`)
  })

  t.test('what can not be done beside it asks for --maintenance', async t => {
    const address = `http://127.0.0.1:${machine.httpPort}`
    const [password] = parameters.filter(({ name }) => name === 'POSTGRES_PASSWORD')
    if (password) Object.assign(password, { value: 'another', version: 2 })
    const before = await containers('db')
    t.match(await messageOf(shipTo(host, await wanted(), say)), /starts db anew.*--maintenance/)
    t.equal((await fetch(address)).status, 200)
    t.same(await containers('db'), before)
    await shipTo(host, await wanted(), say, { maintenance: true })
    t.notSame(await containers('db'), before)

    const lines = '-- one-way: drops what nobody reads\n-- Locks nothing.\nselect 1;'
    await project.commitLine('db/migrations/900_less.sql', lines)
    const refused = await messageOf(shipTo(host, await wanted(), say))
    t.match(refused, /has to stop first:\n {2}900_less\.sql: drops what nobody reads/)
    await shipTo(host, await wanted(), say, { maintenance: true })
    t.equal((await fetch(address)).status, 200)
    t.match(await messageOf(target(host, undefined)), /can't live with[\s\S]*900_less/)
  })
})
