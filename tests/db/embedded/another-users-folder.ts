// A folder that this user may not write to is told as such.
import t from 'tap'
import { startProcess } from '#tests/fixtures/process.ts'
import { notReachedBy, projectCopy } from '#tests/fixtures/project-copy.ts'
import { temporaryHome } from '#tests/fixtures/temporary-home.ts'

const notRoot = process.getuid?.() !== 0 && 'these tests do not run as root'
const user = { uid: 65_534, gid: 65_534 }

t.test(
  "root's folder, as a normal user",
  { skip: notRoot || (await notReachedBy(user)) },
  async t => {
    const { folder } = await temporaryHome(t)
    const cwd = await projectCopy(t, user)

    const env = { LOCAL_DATA: folder, PORT: '0', _TAPJS_PROCESSINFO_CWD_: cwd }
    const { code, output } = await startProcess(t, 'scripts/start.mjs', env, { cwd, ...user })
      .exited

    t.equal(code, 1)
    t.equal(
      output,
      `This user may not write to ${folder}. ` +
        'Start as the user it belongs to, or name another folder with LOCAL_DATA.\n',
    )
  },
)
