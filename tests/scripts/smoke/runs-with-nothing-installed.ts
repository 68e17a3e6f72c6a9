import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { serve } from '#tests/fixtures/broken-servers.ts'
import { repository, smoke } from '#tests/fixtures/smoke.ts'

t.test('the script and its checks run where no package is installed', async t => {
  // Not t.testdir: that is inside this repository, whose packages Node would find.
  const folder = await mkdtemp(join(tmpdir(), 'smoke-'))
  t.teardown(() => rm(folder, { recursive: true }))
  for (const path of ['package.json', 'scripts/smoke.mjs', 'api/smoke']) {
    await cp(join(repository, path), join(folder, path), { recursive: true })
  }

  const { err, code } = await smoke([await serve(t)], folder)

  t.equal(err, '')
  t.equal(code, 0)
})
