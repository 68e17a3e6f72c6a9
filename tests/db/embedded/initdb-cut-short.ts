// A data folder that was never finished is made anew; one without its passwords is not touched.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import t from 'tap'
import { startCluster, stopCluster } from '#db/embedded/cluster.ts'
import { passwordsFile } from '#db/embedded/passwords.ts'
import { temporaryHome } from '#tests/fixtures/temporary-home.ts'

t.test('killed in the middle of initdb', async t => {
  const home = await temporaryHome(t)
  await mkdir(`${home.data}.partial/base`, { recursive: true })
  await writeFile(`${home.folder}/initdb.password`, 'of the run before')

  t.ok((await startCluster(home)).pid)
  await t.rejects(stat(`${home.folder}/initdb.password`), { code: 'ENOENT' })
})

t.test('passwords gone', async t => {
  const home = await temporaryHome(t)
  await startCluster(home)
  await stopCluster(home)
  await rm(passwordsFile(home.folder))

  await t.rejects(startCluster(home), {
    name: 'PasswordsLost',
    message: /passwords\.json, with its passwords, is gone\. Put it back, or remove .*data/,
  })
  t.ok((await stat(home.data)).isDirectory())
})
