// A path with no dump at it is an error that names it; Docker does not make a folder there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'

t.test('no file at RATES_DUMP', needsDocker(), async t => {
  const file = join(t.testdir({}), 'rates.sql')
  const stack = await compose(t, { env: { RATES_DUMP: file } })

  for (const attempt of ['first', 'second']) {
    const { code, output } = await stack.up(['db'])
    t.not(code, 0, `the ${attempt} attempt fails`)
    t.match(output, `bind source path does not exist: ${file}`)
  }
  t.notOk(existsSync(file))
})
