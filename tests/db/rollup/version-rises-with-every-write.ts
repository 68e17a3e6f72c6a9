// A transaction that wrote prices raises the data version once, and tells so once; no other does.
import pg from 'pg'
import t, { type Test } from 'tap'
import { fewPorts } from '#tests/fixtures/rollup.ts'

const price = "('PORTA', 'PORTB', '2021-01-01', 5)"
const insert = `insert into prices values ${price};`

const raising = {
  'an insert': insert,
  'an update': 'update prices set price = 6;',
  'a delete': 'delete from prices;',
  'a truncation': 'truncate prices;',
  'several statements': `${insert} update prices set price = 7; delete from prices; ${insert}`,
  'one that is left of two': `${insert} savepoint s; ${insert} rollback to s;`,
  'one after another was undone': `savepoint s; ${insert} rollback to s; ${insert}`,
}
const silent = {
  nothing: '',
  'a look': 'select count(*) from prices;',
  'an insert of no rows': `insert into prices select * from prices where false;`,
  'an update of no rows': "update prices set price = 6 where orig_code = 'PORTX';",
  'a delete of no rows': "delete from prices where orig_code = 'PORTX';",
  'an insert undone': `savepoint s; ${insert} rollback to s;`,
  'a new port': "insert into ports values ('PORTD', 'a port', 'china');",
}

const listen = async (t: Test, connection: pg.ClientConfig) => {
  const client = new pg.Client(connection)
  await client.connect()
  t.teardown(() => client.end())
  await client.query('listen data_version')
  const heard: number[] = []
  client.on('notification', ({ payload }) => heard.push(Number(payload)))
  return {
    client,
    /** What was heard since the last call; the query brings what is on its way. */
    heard: async () => {
      await client.query('select 1')
      return heard.splice(0)
    },
    version: async () =>
      Number((await client.query('select version from ops.data_version')).rows[0].version),
  }
}

t.test('one transaction', async t => {
  const { owner } = await fewPorts(t)
  const { client, heard, version } = await listen(t, owner)
  await client.query(insert)
  await heard()

  const run = async (statements: string, end: string) => {
    const before = await version()
    await client.query(`begin; ${statements} ${end}`)
    return { before, after: await version(), told: await heard() }
  }

  for (const [claim, statements] of Object.entries(raising)) {
    const undone = await run(statements, 'rollback')
    t.strictSame(
      undone,
      { before: undone.before, after: undone.before, told: [] },
      `${claim}, undone`,
    )

    const { before, after, told } = await run(statements, 'commit')
    t.ok(after > before, `${claim} raises it`)
    t.strictSame(told, [after], 'and tells it once')
    await client.query(insert)
    await heard()
  }
  for (const [claim, statements] of Object.entries(silent)) {
    const { before, after, told } = await run(statements, 'commit')
    t.strictSame([after, told], [before, []], `${claim} leaves it`)
  }
})

t.test('many at once are told in the order in which they commit', async t => {
  const writers = 5
  const commitsEach = 40
  const { owner, worker } = await fewPorts(t)
  const { heard, version } = await listen(t, owner)

  const write = async () => {
    const client = new pg.Client(worker)
    await client.connect()
    for (let i = 0; i < commitsEach; i++) await client.query(insert)
    await client.end()
  }
  await Promise.all(Array.from({ length: writers }, write))

  const told = await heard()
  t.equal(new Set(told).size, writers * commitsEach, 'one each')
  t.strictSame(
    told,
    [...told].sort((a, b) => a - b),
    'rising',
  )
  t.equal(told.at(-1), await version(), 'up to the one that is there')
})
