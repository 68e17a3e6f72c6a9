// Four writers and two who remove ports, as fast as they can, at random isolation levels, trying
// again when told to: whenever one looks, no price lacks its ports and the rollup is exact.
import pg from 'pg'
import t, { type Test } from 'tap'
import { draws } from '#db/sample/random.ts'
import { faults, fewPorts, ports } from '#tests/fixtures/rollup.ts'

const seconds = 5
const tryAgain = ['40001', '40P01']
const noPort = '23503'
const nameTaken = '23505'
const expected = [
  'writer done',
  'remover done',
  `writer ${noPort}`,
  `remover ${noPort}`,
  `remover ${nameTaken}`,
]
const levels = ['read committed', 'repeatable read', 'serializable']

type Pick = <T>(from: readonly T[]) => T

const writes = (pick: Pick) => {
  const row = () => `('${pick(ports)}', '${pick(ports)}', '2021-01-0${pick([1, 2, 3])}', 5)`
  return pick([
    `insert into prices values ${row()}, ${row()}, ${row()}`,
    `insert into prices values ${row()}; savepoint s; insert into prices values ${row()}`,
    `insert into prices values ${row()}; savepoint s; delete from prices; rollback to s`,
    `update prices set dest_code = '${pick(ports)}' where orig_code = '${pick(ports)}'`,
    `delete from prices where orig_code = '${pick(ports)}'`,
    `delete from prices`,
  ])
}

const removals = (pick: Pick) => {
  const code = pick(ports)
  return pick([
    `delete from ports where code = '${code}'`,
    `delete from prices where '${code}' in (orig_code, dest_code);
     delete from ports where code = '${code}'`,
    `update ports set code = 'PORTX' where code = '${code}'`,
    `delete from ports where code = 'PORTX';
     insert into ports values ('${code}', 'a port', 'china') on conflict do nothing`,
    `insert into ports values ('${code}', 'a port', 'china') on conflict do nothing`,
    'truncate prices, ports',
  ])
}

t.test(`for ${seconds} s`, async t => {
  const { owner, superuser } = await fewPorts(t)
  const endMs = Date.now() + seconds * 1000
  const outcomes: Record<string, number> = {}

  const work = async (who: string, statements: (pick: Pick) => string) => {
    const client = await connected(t, owner)
    const draw = draws(7, who)
    for (let turn = 0; Date.now() < endMs; turn++) {
      let key = 0
      const pick: Pick = from => from[draw(from.length, turn, key++)] as never
      const text = `begin isolation level ${pick(levels)}; ${statements(pick)}; commit`
      const outcome = await untilDone(client, text)
      const told = `${who.replace(/ \d/, '')} ${outcome}`
      outcomes[told] = (outcomes[told] ?? 0) + 1
    }
  }

  const look = async () => {
    const observer = await connected(t, superuser)
    let looks = 0
    for (; Date.now() < endMs; looks++) {
      const wrong = await faults(observer)
      if (wrong.length > 0) return t.fail('while they work', { wrong })
    }
    t.ok(looks > 0, `${looks} looks while they work`)
    return observer
  }

  const [observer] = await Promise.all([
    look(),
    ...[1, 2, 3, 4].map(number => work(`writer ${number}`, writes)),
    ...[1, 2].map(number => work(`remover ${number}`, removals)),
  ])
  if (observer instanceof pg.Client) t.strictSame(await faults(observer), [], 'afterwards')
  t.comment(outcomes)
  t.strictSame(
    Object.keys(outcomes).filter(outcome => !expected.includes(outcome)),
    [],
    'all were done or told that the port is not there, or has prices',
  )
})

const connected = async (t: Test, connection: pg.ClientConfig) => {
  const client = new pg.Client(connection)
  await client.connect()
  t.teardown(() => client.end())
  return client
}

const untilDone = async (client: pg.Client, text: string): Promise<string> => {
  try {
    await client.query(text)
    return 'done'
  } catch (error) {
    await client.query('rollback')
    const { code = '' } = error as pg.DatabaseError
    return tryAgain.includes(code) ? untilDone(client, text) : code
  }
}
