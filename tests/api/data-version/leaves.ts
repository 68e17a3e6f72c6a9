// A process that ends in order takes its lease back: nobody waits for it.
import t from 'tap'
import { ratesPath } from '#tests/fixtures/api.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { cachingProcess } from '#tests/fixtures/readers.ts'

t.test('SIGTERM', async t => {
  const connections = await database(t)
  const { child, exited } = await cachingProcess(t, connections, ratesPath({}))
  t.equal((await queryAs(connections.owner, 'select from ops.readers')).length, 1)

  child.kill('SIGTERM')
  t.equal((await exited).code, 0)
  t.strictSame(await queryAs(connections.owner, 'select from ops.readers'), [])
})
