// A process that no longer hears of new data answers without its cache, and is not waited for.
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { startCable } from '#tests/fixtures/cable.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { cachingProcess, promotions, untilCached } from '#tests/fixtures/readers.ts'

const path = ratesPath({ date_from: '2031-01-01', date_to: '2031-01-01' })

const write = `
  insert into prices values ('CNGGZ', 'EETLL', '2031-01-01', 1);
  select version from ops.data_version`

const terminate = `
  select pg_terminate_backend(pid) from pg_stat_activity
   where application_name = 'rates-api-reader' and datname = current_database()`

t.test('the session is terminated, again and again', async t => {
  const connections = await database(t)
  const { reported } = await promotions(t, connections.api)
  const { url } = await cachingProcess(t, connections, path)

  for (let count = 1; count <= 10; count++) {
    await queryAs(connections.superuser, terminate)
    await queryAs(connections.owner, write)
    await reported((await version(connections)) as string)
    t.equal((await body(await fetch(url + path))).rates[0].count, count)
  }
  await untilCached(url + path, connections.owner)
  t.pass('it has a new connection, and a lease')
})

t.test('the cable is cut', async t => {
  const connections = await database(t)
  const cable = await startCable(t, connections.api.port)
  const { isAnyBehind, reported } = await promotions(t, connections.api)
  const far = { ...connections, api: { ...connections.api, port: cable.port } }
  const { url } = await cachingProcess(t, far, path)

  cable.cut()
  await queryAs(connections.owner, write)
  const written = (await version(connections)) as string
  t.ok(await isAnyBehind(written), 'the batch is not reported while the old answer may be given')
  t.equal((await body(await fetch(url + path))).rates[0].count, null, 'as it is')

  const began = performance.now()
  await reported(written)
  t.ok(performance.now() - began < 4_000, 'but for the length of a lease and no longer')
  const answer = await fetch(url + path)
  t.equal(answer.status, 503, 'no answer at all from then on')
  await answer.text()

  cable.mend()
  while ((await fetch(url + path)).status !== 200);
  t.equal((await body(await fetch(url + path))).rates[0].count, 1)
})

const version = async ({ owner }: { owner: Parameters<typeof queryAs>[0] }) =>
  (await queryAs(owner, 'select version from ops.data_version'))[0]?.version
