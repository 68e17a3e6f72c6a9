// Root hands the server to another user, also where that user can't enter the project.
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startCluster } from '#db/embedded/cluster.ts'
import { createDatabase } from '#db/embedded/database.ts'
import { temporaryFolder, temporaryHome } from '#tests/fixtures/temporary-home.ts'

const skip = process.getuid?.() !== 0 && 'these tests do not run as root'

const userOf = async (pid: number) =>
  Number((await readFile(`/proc/${pid}/status`, 'utf8')).match(/^Uid:\t(\d+)/m)?.[1])

t.test('a folder that everyone can enter', { skip }, async t => {
  const said: string[] = []
  const folder = join(await temporaryFolder(t), 'home')
  const home = await temporaryHome(t, folder, line => said.push(line))
  const { pid } = await startCluster(home)

  t.equal(home.folder, folder)
  t.not(await userOf(pid), 0)
  t.equal(await userOf(pid), (await stat(home.data)).uid)
  t.same(said, [])
})

t.test('a folder of root alone', { skip }, async t => {
  const said: string[] = []
  const project = await temporaryFolder(t)
  await chmod(project, 0o700)
  const home = await temporaryHome(t, join(project, '.rates'), line => said.push(line))
  const cluster = await startCluster(home)
  await createDatabase(cluster, 'rates')

  t.match(home.folder, /^\/var\/lib\/rates\/[0-9a-f]{12}$/)
  t.not(await userOf(cluster.pid), 0)
  t.same(said, [
    `PostgreSQL runs as its own user, which can't enter ${project}/.rates: using ${home.folder}`,
  ])
})
