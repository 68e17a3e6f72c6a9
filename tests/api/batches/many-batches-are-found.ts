// A page of a list, and the count of what waits, read some pages of the database, however many
// batches there are.
import pg from 'pg'
import type { QuerySqlToken } from 'slonik'
import t from 'tap'
import { listBatches } from '#api/batches/list-batches.ts'
import { states } from '#api/batches/representation.ts'
import { countUnfinished } from '#api/ops/count-batches.ts'
import type { Connection } from '#db/embedded/connection.ts'
import { database } from '#tests/fixtures/database.ts'

const most = 300

const batches = `
  insert into batches (client, content_sha256, format, size_bytes, rows, state, received_at, data_version)
  select 'loader', repeat('0', 64), 'csv', 1, 1,
         case when g < 200000 then 'promoted' else 'accepted' end, now(),
         case when g < 200000 then version - 200000 + g end
    from generate_series(1, 200005) g, ops.data_version`

const reader = `
  insert into ops.readers
  select gen_random_uuid(), version - 12, now() + interval '1 hour' from ops.data_version`

t.test('200,000 batches', async t => {
  const { owner, superuser } = await database(t)
  const client = await connected(t, owner)
  const vacuum = await connected(t, superuser)
  await client.query(batches)
  await vacuum.query('vacuum analyze batches')

  for (const behind of [0, 11]) {
    if (behind > 0) await client.query(reader)
    for (const state of [undefined, ...states]) {
      const list = (database: Any) => listBatches(database, { state, limit: 20, after: undefined })
      const { pages, ms } = await cost(client, list)
      t.ok(pages < most, `${state ?? 'any'}: ${pages} pages, ${ms} ms`)
    }
    const told = await listBatches(asking(client), {
      state: 'promoting',
      limit: 20,
      after: 199_997,
    })
    t.equal(told.length, behind && behind - 3, 'and finds what is told as promoting')
  }
  const { pages, ms } = await cost(client, countUnfinished)
  t.ok(pages < most, `count: ${pages} pages, ${ms} ms`)
})

type Any = Parameters<typeof listBatches>[0]

const connected = async (t: Tap, connection: Connection) => {
  const client = new pg.Client(connection)
  await client.connect()
  t.teardown(() => client.end())
  return client
}
type Tap = { teardown: (end: () => unknown) => unknown }

const asking = (client: pg.Client, prefix = '', look = (_rows: unknown[]) => {}) => {
  const any = async ({ sql, values }: QuerySqlToken) => {
    const text = prefix + sql.replaceAll(/\$slonik_(\d+)/g, '$$$1')
    const { rows } = await client.query(text, [...values])
    look(rows)
    return rows
  }
  return { any } as unknown as Any
}

const cost = async (client: pg.Client, ask: (database: Any) => Promise<unknown>) => {
  // biome-ignore lint/suspicious/noExplicitAny: the plan's own shape
  let plan: any
  await ask(
    asking(client, 'explain (analyze, buffers, format json) ', rows => {
      plan = (rows[0] as { 'QUERY PLAN': object[] })['QUERY PLAN'][0]
    }),
  )
  const { 'Shared Hit Blocks': hit, 'Shared Read Blocks': read } = plan.Plan
  return { pages: hit + read, ms: plan['Execution Time'] as number }
}
