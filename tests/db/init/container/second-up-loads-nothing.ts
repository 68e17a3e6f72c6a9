// A loaded database is kept as it is: by another up, a restart, a kill, and with another dump.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { withStatement } from '#tests/fixtures/dumps.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const warning = /is not the dump that is loaded, and the loaded one stays; .* down --volumes/

t.test('a loaded database', needsDocker(), async t => {
  const folder = t.testdir({ 'other.sql': withStatement('select 1;') })
  copyFileSync(sampleDump, join(folder, 'copy.sql'))
  const stack = await compose(t, { env: { RATES_DUMP: sampleDump } })
  const loadedAt = () => stack.sql('select loaded_at from ops.dump')
  await stack.up(['db'])
  const first = await loadedAt()
  t.match(first, /^20/)

  for (const command of ['start', 'restart', 'kill', 'stop', 'down']) {
    await t.test(`after ${command}`, async t => {
      await stack.run([command, ...(command === 'down' ? [] : ['db'])])
      t.equal((await stack.up(['db'])).code, 0)
      t.equal(await loadedAt(), first)
      t.notMatch(await stack.log('db'), warning)
    })
  }

  await t.test('with a copy of its dump', async t => {
    t.equal((await stack.up(['db'], { RATES_DUMP: join(folder, 'copy.sql') })).code, 0)
    t.equal(await loadedAt(), first)
    t.notMatch(await stack.log('db'), warning)
  })

  await t.test('with another dump', async t => {
    t.equal((await stack.up(['db'], { RATES_DUMP: join(folder, 'other.sql') })).code, 0)
    t.equal(await loadedAt(), first)
    t.match(await stack.log('db'), warning)
  })
})
