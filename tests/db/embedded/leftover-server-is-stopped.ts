// A server that a killed run left behind is stopped; a stranger with its process id is left alone.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startCluster, stopCluster } from '#db/embedded/cluster.ts'
import { connection } from '#db/embedded/connection.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { processesNaming, temporaryHome } from '#tests/fixtures/temporary-home.ts'

const answers = async (cluster: Awaited<ReturnType<typeof startCluster>>) =>
  (await queryAs(connection(cluster, 'postgres', 'postgres'), 'select 1 as one'))[0].one === 1

t.test('a server that still runs', async t => {
  const home = await temporaryHome(t)
  const left = await startCluster(home)

  const next = await startCluster(home)

  t.not(next.pid, left.pid)
  t.ok(await answers(next))
  await t.rejects(answers(left), { code: 'ECONNREFUSED' })
})

t.test('a server that was killed', async t => {
  const home = await temporaryHome(t)
  const killed = await startCluster(home)
  process.kill(killed.pid, 'SIGKILL')
  while ((await processesNaming(home.data)).length > 0) await new Promise(setImmediate)

  t.ok(await answers(await startCluster(home)))
})

t.test('a stranger whose id stands in postmaster.pid', async t => {
  const home = await temporaryHome(t)
  await startCluster(home)
  const pidFile = join(home.data, 'postmaster.pid')
  const text = await readFile(pidFile, 'utf8')
  await stopCluster(home)
  const stranger = spawn('sleep', ['600'])
  t.teardown(() => stranger.kill())
  await once(stranger, 'spawn')
  await writeFile(pidFile, text.replace(/^\d+/, String(stranger.pid)))

  t.ok(await answers(await startCluster(home)))
  t.equal(stranger.exitCode ?? stranger.signalCode, null, 'the stranger lives')
})
