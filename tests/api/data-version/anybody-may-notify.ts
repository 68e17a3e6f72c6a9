// A notification that is not true, from any login, changes nothing: the database is asked.
import t from 'tap'
import { ratesPath } from '#tests/fixtures/api.ts'
import { until } from '#tests/fixtures/batches.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { cachingProcess, untilCached } from '#tests/fixtures/readers.ts'

const untrue = ['', 'x', '0', '-1', '1e300', String(Number.MAX_SAFE_INTEGER)]

const readers = `
  select seen_version = version as knows, lease_until::text as until
    from ops.readers, ops.data_version
`

t.test('payloads of any kind', async t => {
  const connections = await database(t)
  const { url } = await cachingProcess(t, connections)
  for (const payload of untrue)
    await queryAs(connections.worker, "select pg_notify('data_version', $1)", [payload])

  const beats = new Set<string>()
  await until(async () => {
    const [{ until }] = await queryAs(connections.owner, readers)
    return beats.add(until).size > 3
  })
  t.match(await queryAs(connections.owner, readers), [{ knows: true }])
  await untilCached(url + ratesPath({}), connections.owner)
})
