// However a price comes to name a port that is not there, it is refused with the port's code, and
// nothing of the statement stays; likewise however a port with prices would go.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import t, { type Test } from 'tap'
import { queryAs } from '#tests/fixtures/query.ts'
import { faults, fewPorts } from '#tests/fixtures/rollup.ts'

type Way = string | ((client: pg.Client) => Promise<unknown>)

const known = "('PORTA', 'PORTB', '2021-01-01', 5)"
const unknown = "('PORTA', 'PORTX', '2021-01-01', 5)"

const copy: Way = client =>
  pipeline(
    Readable.from(['PORTA\tPORTB\t2021-01-01\t5\n', 'PORTX\tPORTB\t2021-01-01\t5\n']),
    client.query(copyFrom('copy prices from stdin')),
  )

// What a worker may do, too.
const inserts: Record<string, Way> = {
  insert: `insert into prices values ${known}, ${unknown}`,
  'insert … select': `insert into prices select 'PORTX', dest_code, day, price from prices`,
  'insert … on conflict': `insert into prices values ${unknown} on conflict do nothing`,
  'insert of what a delete returns': `
    with gone as (delete from prices returning *)
    insert into prices select orig_code, 'PORTX', day, price from gone`,
  copy,
}
const owners: Record<string, Way> = {
  'update of the origin': "update prices set orig_code = 'PORTX'",
  'update of the destination': "update prices set dest_code = 'PORTX'",
  'update to a code of its own port in other letters':
    'update prices set orig_code = lower(orig_code)',
  'insert in a function': `do $$ begin insert into prices values ${unknown}; end $$`,
  'insert … on conflict do update': `
    create unique index on prices (orig_code, dest_code, day);
    insert into prices values ${known}
        on conflict (orig_code, dest_code, day) do update set dest_code = 'PORTX'`,
  'insert through a view': `
    create view offers as select * from prices;
    insert into offers values ${unknown}`,
}
const removals: Record<string, Way> = {
  'delete of an origin': "delete from ports where code = 'PORTA'",
  'delete of a destination': "delete from ports where code = 'PORTB'",
  'delete of all': 'delete from ports',
  'a new code': "update ports set code = 'PORTX' where code = 'PORTA'",
  truncation: 'truncate ports',
  'delete and return of it': `
    with gone as (delete from ports where code = 'PORTA' returning *)
    insert into ports select 'PORTY', name, parent_slug from gone`,
}

const refused = async (t: Test, login: 'owner' | 'worker', ways: Record<string, Way>) => {
  const connections = await fewPorts(t)
  await queryAs(connections.owner, `insert into prices values ${known}`)
  const client = new pg.Client(connections[login])
  await client.connect()
  t.teardown(() => client.end())

  for (const [name, way] of Object.entries(ways)) {
    const error = await (typeof way === 'string' ? client.query(way) : way(client)).then(
      () => undefined,
      (told: pg.DatabaseError) => told,
    )
    t.match(error, { code: '23503', message: /PORT[ABX]|porta|Ports have prices/ }, name)
  }
  const rows = await queryAs(connections.owner, 'select prices::text as row from prices')
  t.strictSame(rows, [{ row: '(PORTA,PORTB,2021-01-01,5)' }], 'the price from before is there')
  await t.resolveMatch(faultsOf(connections.superuser), [], 'and all is sound')
}

const faultsOf = async (connection: pg.ClientConfig) => {
  const client = new pg.Client(connection)
  await client.connect()
  return faults(client).finally(() => client.end())
}

t.test('prices, as rates_worker', t => refused(t, 'worker', inserts))
t.test('prices, as rates_owner', t => refused(t, 'owner', { ...inserts, ...owners }))
t.test('ports, as rates_owner', t => refused(t, 'owner', removals))
