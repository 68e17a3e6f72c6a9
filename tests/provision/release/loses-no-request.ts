// Releases under constant load: nothing fails, nothing is cut. As long as it is asked to:
// DEPLOYS=20 npm test -- --timeout=3600 tests/provision/release/loses-no-request.ts
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { readDump } from '#provision/release/dump.ts'
import { currentRecord } from '#provision/release/found.ts'
import { rollback, target } from '#provision/release/rollback.ts'
import { readSource } from '#provision/release/source.ts'
import { compose } from '#provision/release/start.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { dockerHost, messageOf, shipTo } from '#tests/fixtures/docker-host.ts'
import { projectClone } from '#tests/fixtures/project-clone.ts'
import { summaryOf, traffic } from '#tests/fixtures/traffic.ts'

const asked = process.env.DEPLOYS
const deploys = Number(asked ?? 1)
const pace = asked ? { slowMs: 10_000, uploadMs: 30_000 } : { slowMs: 3_000, uploadMs: 6_000 }
const secretNames = ['POSTGRES', 'RATES_OWNER', 'RATES_API', 'RATES_WORKER']

t.test('releases under load', needsDocker(), async t => {
  t.setTimeout((800 + (asked ? deploys * 120 : 0)) * 1_000)
  const [machine, project] = await Promise.all([dockerHost(t, 'stocked'), projectClone(t)])
  const { host } = machine
  const parameters = secretNames.map(name => ({
    name: `${name}_PASSWORD`,
    value: randomBytes(16).toString('hex'),
    version: 1,
  }))
  const url = `http://127.0.0.1:${machine.httpPort}`
  const wanted = async () => ({
    environment: 'test',
    source: await readSource(project.root),
    parameters,
    dump: await readDump(project.root),
  })
  const said: string[] = []
  const smoke = async () => {
    if ((await fetch(url)).status !== 200) throw new Error('the public address does not answer')
  }
  const release = async (more = {}) =>
    shipTo(host, await wanted(), line => said.push(line), { smoke, ...more })
  const hello = async () => (await fetch(url)).text()

  await release()
  const record = await currentRecord(host)
  if (!record) throw new Error('nothing is released')
  const create = ['node', 'api/tokens.ts', 'create', 'load']
  const run = ['run', '--rm', '--no-deps', '--no-TTY', '--quiet-pull', 'migrate', ...create]
  const { stdout } = await host.run(compose(record, ...run))
  const token = stdout.trim().split('\n').at(-1) ?? ''
  const load = traffic({ url, token, ...pace })

  for (let count = 1; count <= deploys; count++) {
    await project.commitLine('api/server.ts', `// release ${count}`)
    await release()
  }
  t.equal((await currentRecord(host))?.commit, (await wanted()).source.commit)

  await t.test(
    'a release that is not well is taken back, and the next one needs no repair',
    async t => {
      await project.commitLine('api/server.ts', "throw new Error('broken on purpose')")
      const message = await messageOf(release())
      t.match(message, /was taken back; the one before it went on answering/)
      t.match(message, /broken on purpose/)
      t.match(await hello(), 'Hello world!')
      await project.revert()

      await project.commitLine('api/worker.ts', "throw new Error('no worker on purpose')")
      t.match(await messageOf(release()), /was taken back[\s\S]*no worker on purpose/)
      const workers = ['docker', 'ps', '--filter', 'name=rates-worker', '--format', '{{.Image}}']
      const images = (await machine.exec(workers)).split('\n')
      t.strictSame(images, Array(2).fill((await currentRecord(host))?.image.name))
      await project.revert()
      await release()
    },
  )

  await t.test('a smoke test that fails after the switch moves the traffic back', async t => {
    await project.commitLine('api/server.ts', '// fails its smoke test')
    const failing = async () => {
      throw new Error('not as it should be')
    }
    t.match(await messageOf(release({ smoke: failing })), /taken back.*not as it should be/)
    await release()
  })

  await t.test('a rollback is a release, too, also over a migration', async t => {
    await project.commitLine('db/migrations/900_later.sql', 'create table later ();')
    await release()
    const before = await currentRecord(host)
    const back = await target(host, undefined)
    const base = { host, say: () => {}, maintenance: false, drainMs: 60_000, smoke, to: back }
    await rollback({ ...base, step: (_name, work) => work() })
    t.not(back.id, before?.id)
    t.equal((await currentRecord(host))?.id, back.id)
  })

  const summary = summaryOf(await load.stop())
  t.comment(JSON.stringify({ deploys, ...summary }))
  t.equal(summary.failed, 0, JSON.stringify(summary.errors))
  t.equal(summary.cut, 0)
  t.ok(summary.longestGapMs < 2_000, `${summary.longestGapMs} ms without an answer`)
  t.ok(summary.slow > 4 && summary.uploads > 1)
})
