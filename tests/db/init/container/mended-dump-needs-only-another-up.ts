// After a first start that failed, the same command is all it takes once the dump is mended.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { withRow } from '#tests/fixtures/dumps.ts'
import { refused } from '#tests/fixtures/never-served.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

t.test('a bad dump, the same again, the mended one', needsDocker(), async t => {
  const file = join(t.testdir({ 'rates.sql': withRow('bad') }), 'rates.sql')
  const stack = await compose(t, { env: { RATES_DUMP: file } })

  await refused(t, stack, file, /missing data for column "dest_code"$/)
  await refused(t, stack, file, /missing data for column "dest_code"$/)
  t.match(await stack.log('db'), 'did not finish last time and was never served: starting over')

  copyFileSync(sampleDump, file)
  t.equal((await stack.up(['db'])).code, 0)
  t.equal(await stack.sql('select count(*) from ops.dump'), '1')
})
