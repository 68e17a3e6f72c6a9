// A port that has no prices, or none any more, may be deleted, renamed or truncated away.
import pg from 'pg'
import t from 'tap'
import { faults, fewPorts, reset } from '#tests/fixtures/rollup.ts'

const insert = "insert into prices values ('PORTA', 'PORTB', '2021-01-01', 5)"
const deleted = "delete from ports where code = 'PORTA'"

const possible = {
  'never had a price': "delete from ports where code = 'PORTC'",
  'its prices were deleted before': `${insert}; delete from prices; ${deleted}`,
  'in one transaction with its prices': `begin; ${insert}; delete from prices; ${deleted}; commit`,
  'at REPEATABLE READ': `begin isolation level repeatable read; delete from prices; ${deleted}; commit`,
  'at SERIALIZABLE': `begin isolation level serializable; delete from prices; ${deleted}; commit`,
  'its prices moved to another': `${insert}; update prices set orig_code = 'PORTB'; ${deleted}`,
  'renamed and back': `
    update ports set code = 'PORTX' where code = 'PORTC';
    update ports set code = 'PORTC' where code = 'PORTX'`,
  'another name for a port with prices': `${insert}; update ports set name = 'another name'`,
  'both tables at once': `${insert}; truncate ports, prices`,
  'prices first, then ports': `${insert}; truncate prices; truncate ports`,
}

t.test('a port', async t => {
  const { superuser } = await fewPorts(t)
  const client = new pg.Client(superuser)
  await client.connect()
  t.teardown(() => client.end())

  for (const [claim, statements] of Object.entries(possible)) {
    await client.query(reset)
    await client.query(statements)
    t.strictSame(await faults(client), [], claim)
  }
})
