// A custom format dump that pg_restore can't read to its end is refused, gzipped or not.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { compose, customFormat, needsDocker } from '#tests/fixtures/compose.ts'
import { refused } from '#tests/fixtures/never-served.ts'

t.test('half an archive', needsDocker(), async t => {
  const stack = await compose(t)
  await stack.up(['db'])
  const archive = await customFormat(stack)
  const half = archive.subarray(0, archive.length / 2)
  await stack.run(['down', '--volumes', '--timeout', '0'])

  const file = join(t.testdir({}), 'rates.dump')
  writeFileSync(file, half)
  await refused(t, stack, file, / is cut off or damaged \(pg_restore: .*end of file\)$/)
  writeFileSync(file, gzipSync(half))
  await refused(t, stack, file, / is cut off or damaged \(pg_restore: .*end of file\)$/)
})
