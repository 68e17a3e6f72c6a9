// A dump that only its owner may read is told from a broken one: the database runs as user 999.
import { chmodSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { refused } from '#tests/fixtures/never-served.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

t.test('a private file', needsDocker(), async t => {
  const file = join(t.testdir({}), 'rates.sql')
  copyFileSync(sampleDump, file)
  chmodSync(file, 0o600)

  await refused(t, await compose(t), file, / can't be read by user 999, .*\(chmod a\+r\)$/)
})
