// What was committed is there after a stop and a start, with the same passwords.
import t from 'tap'
import { startCluster, stopCluster } from '#db/embedded/cluster.ts'
import { connection } from '#db/embedded/connection.ts'
import { createDatabase } from '#db/embedded/database.ts'
import { freePort } from '#db/embedded/port.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { temporaryHome } from '#tests/fixtures/temporary-home.ts'

t.test('stop and start', async t => {
  const home = await temporaryHome(t)
  const first = await startCluster(home)
  await createDatabase(first, 'rates')
  await queryAs(connection(first, 'rates_owner'), 'create table kept as select 42 as answer')

  await stopCluster(home)
  const port = await freePort()
  const second = await startCluster(home, { port })
  await createDatabase(second, 'rates')

  t.equal(second.port, port, 'on the port that was asked for')
  t.same(second.passwords, first.passwords)
  t.same(await queryAs(connection(second, 'rates_owner'), 'table kept'), [{ answer: 42 }])
})

t.test('a stop of what does not run is no error', async t => {
  const home = await temporaryHome(t)
  await stopCluster(home)
  await startCluster(home)
  await stopCluster(home)
  await stopCluster(home)
})
