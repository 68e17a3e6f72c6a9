// It starts for a normal user, and for root in a folder that no other user can enter.
import { chmod, chown, stat } from 'node:fs/promises'
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { notReachedBy, projectCopy } from '#tests/fixtures/project-copy.ts'
import { interrupt, localService, ready } from '#tests/fixtures/start.ts'

const notRoot = process.getuid?.() !== 0 && 'these tests do not run as root'
// nobody: a user that every Linux has.
const user = { uid: 65_534, gid: 65_534 }

const answersFrom = async (url: string) =>
  (await body(await fetch(url + ratesPath({})))).rates.length

t.test('a normal user', { skip: notRoot || (await notReachedBy(user)) }, async t => {
  const cwd = await projectCopy(t, user)
  // Where tap notes its processes: this user can't write to the project's own folder.
  const env = { _TAPJS_PROCESSINFO_CWD_: cwd }
  const { folder, start } = await localService(t, { cwd, env, ...user })
  await chown(folder, user.uid, user.gid)

  const running = start()

  t.equal(await answersFrom(await ready(running)), 31)
  t.equal((await stat(`${folder}/data`)).uid, user.uid)
  t.match(await interrupt(running), { code: 0 })
})

t.test("root, where PostgreSQL's user can't enter the project", { skip: notRoot }, async t => {
  const cwd = await projectCopy(t)
  await chmod(cwd, 0o700)
  const { home, start } = await localService(t, { cwd })

  const running = start()

  t.equal(await answersFrom(await ready(running)), 31)
  t.match(running.output(), `can't enter ${cwd}/.rates: using ${home.folder}`)
  t.match(home.folder, /^\/var\/lib\/rates\//)
  t.match(await interrupt(running), { code: 0 })
})
