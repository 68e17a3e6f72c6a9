// A price goes in while its port goes away, in every order of their steps, at every isolation
// level: one of them is told that it can't be, and there is never a price without its ports.
import pg from 'pg'
import t, { type Test } from 'tap'
import { faults, fewPorts, reset } from '#tests/fixtures/rollup.ts'
import { allOrders, interleave, openSessions, type Session } from '#tests/fixtures/sessions.ts'

type Writer = { before: string; writes: string }

const levels = ['read committed', 'repeatable read', 'serializable']

// What a session is told that came too late: the port is not there or has prices, or try again (the
// last two: a snapshot too old, a truncation and a write that each wait for the other's table).
const told = new Set(['23503', '40001', '40P01'])

const between = "insert into prices values ('PORTB', 'PORTC', '2021-01-01', 5)"
const writers = {
  'a price is inserted': {
    before: '',
    writes: "insert into prices values ('PORTA', 'PORTB', '2021-01-01', 5)",
  },
  'a price moves to the port': { before: between, writes: "update prices set dest_code = 'PORTA'" },
}
const removers = {
  'its port is deleted': ["delete from ports where code = 'PORTA'"],
  'its port is renamed': ["update ports set code = 'PORTX' where code = 'PORTA'"],
  'ports are truncated': ['truncate ports'],
  'both tables are truncated': ['truncate ports, prices'],
  'its prices and its port are deleted': [
    "delete from prices where 'PORTA' in (orig_code, dest_code)",
    "delete from ports where code = 'PORTA'",
  ],
}

const everyOrder = async (t: Test, { before, writes }: Writer, removes: string[]) => {
  const { owner, worker, superuser } = await fewPorts(t)
  // The update is not the worker's to make.
  const sessions = await openSessions(t, [before ? owner : worker, owner])
  const observer = new pg.Client(superuser)
  await observer.connect()
  t.teardown(() => observer.end())
  const outcomes: Record<string, number> = {}

  for (const level of levels) {
    for (const otherLevel of levels) {
      const steps = [transaction(level, [writes]), transaction(otherLevel, removes)]
      for (const turns of allOrders(steps.map(({ length }) => length))) {
        await observer.query(reset + before)
        await interleave(observer, sessions, steps, turns)
        const wrong = await wrongAfter(observer, sessions)
        if (wrong.length > 0) return t.fail(`${level}, ${otherLevel}: ${turns}`, { wrong })
        const [writer, remover] = sessions.map(({ code }) => code ?? 'done')
        const outcome = `writer ${writer}, remover ${remover}`
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      }
    }
  }
  t.comment(outcomes)
  t.pass('in every order')
}

// Its snapshot is taken with the first step, as a transaction's that has looked around would be.
const transaction = (level: string, statements: string[]) => [
  `begin isolation level ${level}; select 1`,
  ...statements,
  'commit',
]

const wrongAfter = async (observer: pg.Client, sessions: Session[]) => {
  const codes = sessions.flatMap(({ code }) => code ?? [])
  return [
    ...(await faults(observer)),
    ...codes.filter(code => !told.has(code)).map(code => `a session was told ${code}`),
    ...(codes.length === sessions.length ? [`both failed: ${codes}`] : []),
  ]
}

for (const [written, writes] of Object.entries(writers)) {
  for (const [removed, removes] of Object.entries(removers)) {
    t.test(`${written} while ${removed}`, t => everyOrder(t, writes, removes))
  }
}
