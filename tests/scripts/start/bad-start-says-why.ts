// What keeps it from starting is said in a sentence, exit code 1, and nothing stays running.
import t from 'tap'
import { localService, ready } from '#tests/fixtures/start.ts'
import { processesNaming } from '#tests/fixtures/temporary-home.ts'

t.test('a missing dump, then a good one in the same folder', async t => {
  const { folder, start } = await localService(t)

  const { code, output } = await start({ RATES_DUMP: 'none.sql' }).exited

  t.equal(code, 1)
  t.match(output, /\nThere is no dump at none\.sql\. Put one there, or name another one/)
  t.notMatch(output, /\n +at /, 'no stack')
  t.same(await processesNaming(folder), [])
  t.ok(await ready(start()))
})

t.test('bad variables, all at once', async t => {
  const { start } = await localService(t)

  const { code, output } = await start({ PORT: 'high', POOL_SIZE: '0' }).exited

  t.equal(code, 1)
  t.match(output, /2 variables are not right:\n +PORT is "high"[^\n]*\n +POOL_SIZE is "0"/)
})

t.test('another dump than the one that is loaded', async t => {
  const { home, start } = await localService(t)
  const first = start()
  await ready(first)
  first.child.kill('SIGTERM')
  t.match(await first.exited, { code: 0 })

  const second = start({ RATES_DUMP: 'package.json' })
  await ready(second)

  t.match(
    second.output(),
    `package.json is not the dump that this database was loaded from; the data loaded before is kept. To start over, remove ${home.data}.`,
  )
})
