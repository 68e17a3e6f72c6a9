// scripts/history.mjs as an operator runs it: what was done to a host, the newest first.
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import t from 'tap'
import { apply } from '#provision/apply.ts'
import { recordRun } from '#provision/history/history.ts'
import { userData } from '#provision/host/user-data.ts'
import { withLock } from '#provision/lock/lock.ts'
import { connect } from '#provision/ssh/host.ts'
import { newHostKey } from '#provision/ssh/host-key.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { cloud } from '#tests/fixtures/cloud.ts'
import { freePorts } from '#tests/fixtures/cloud-host.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { region } from '#tests/fixtures/moto.ts'
import { provisioning } from '#tests/fixtures/provisioning.ts'

const run = promisify(execFile)
const lock = { owner: 'nadja@laptop', from: 'laptop', why: 'fixes it', say: () => {} }
const deploy = {
  ...{ kind: 'deploy' as const, who: 'nadja@laptop', from: 'laptop', why: 'fixes it' },
  ...{ commit: '1a2b3c4d5e', release: '20260714T093000-1a2b3c4' },
}

t.test('the history of an environment', needsDocker(), async t => {
  const [sky, ports, hostKey, operator] = [
    await cloud(t),
    await freePorts(),
    newHostKey(),
    newHostKey(),
  ]
  const keyFile = `${t.testdir()}/key`
  writeFileSync(keyFile, operator.privateKey, { mode: 0o600 })
  const { planned, hands } = provisioning(sky.aws, 'dev')
  const firstBoot = () => ({ userData: userData({ hostKey }), hostKey: hostKey.publicKey })
  await apply({ ...(await planned()), ...hands, firstBoot })
  await sky.boot('dev', { ports, authorizedKey: operator.publicKey })

  const host = await connect({
    ...{ address: '127.0.0.1', port: ports.sshPort, user: 'admin', hostKey: hostKey.publicKey },
    ...{ key: readSshKey(keyFile), timeoutMs: 60_000, say: () => {} },
  })
  t.teardown(() => host.close())
  const where = ['--env', 'dev', '--region', region, '--key', keyFile, '--ssh-host', '127.0.0.1']
  const history = async (...args: string[]) => {
    const script = [
      'zx',
      'scripts/history.mjs',
      ...where,
      '--ssh-port',
      `${ports.sshPort}`,
      ...args,
    ]
    return (await run('npx', script)).stdout.trimEnd().split('\n')
  }

  t.same(await history(), ['Nothing was done to this host yet.'])
  await withLock(host, lock, fenced =>
    recordRun(fenced, deploy, step => step('start', async () => {})),
  )
  await withLock(host, lock, fenced =>
    recordRun(fenced, { ...deploy, kind: 'rollback' }, async () => {
      const [titles, running, first, ...more] = await history()
      t.match(titles, /^when +who +what +commit +release +verdict +took +slowest step$/)
      t.match(running, /\d{2}:\d{2}:\d{2} {2}nadja@laptop {2}rollback {2}1a2b3c4 .* running$/)
      t.match(
        first,
        /deploy +1a2b3c4 {2}20260714T093000-1a2b3c4 {2}succeeded +\d\.\d s {2}start 0\.0 s$/,
      )
      t.same(more, [])
    }),
  )
  const lines = (await history('--json', '--last', '1')).map(line => JSON.parse(line))
  t.match(lines, [{ kind: 'rollback', verdict: 'succeeded', commit: '1a2b3c4d5e', steps: [] }])
  t.equal(lines.length, 1)
})
