// Whatever sessions write, in whatever order, undone in part or whole, failed or deadlocked: the
// rollup is what a recount of the prices gives.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import t from 'tap'
import { faults, fewPorts, ports, reset } from '#tests/fixtures/rollup.ts'
import { interleave, openSessions, type Step } from '#tests/fixtures/sessions.ts'

const seed = 20_210_101
const numRuns = 250
const sessionCount = 3

const port = fc.constantFrom(...ports)
const day = fc.constantFrom('2021-01-01', '2021-01-02')
const row = fc.tuple(port, port, day, fc.integer({ min: 1, max: 9 }))
const rows = fc.array(row, { minLength: 1, maxLength: 4 })

const copied = (lines: [string, string, string, number][]): Step =>
  Object.assign(
    (client: pg.Client) =>
      pipeline(
        Readable.from(lines.map(line => `${line.join('\t')}\n`)),
        client.query(copyFrom('copy prices from stdin')),
      ),
    { toJSON: () => `copy ${lines.join(' ')}` },
  )

const statement: fc.Arbitrary<Step> = fc.oneof(
  rows.map(all => `insert into prices values ${all.map(each => `('${each.join("', '")}')`)}`),
  rows.map(copied),
  port.map(code => `update prices set price = price + 1 where orig_code = '${code}'`),
  day.map(date => `update prices set day = '${date}'`),
  fc.tuple(port, port).map(
    ([old, code]) => `
    update prices set orig_code = '${code}' where orig_code = '${old}'`,
  ),
  port.map(code => `delete from prices where dest_code = '${code}'`),
  day.map(date => `delete from prices where day = '${date}'`),
  port.map(
    code => `
    insert into prices select dest_code, orig_code, day, price from prices
     where orig_code = '${code}' limit 5`,
  ),
  // What MERGE would be: one statement that takes away and adds.
  port.map(
    code => `
    with gone as (delete from prices where orig_code = '${code}' returning *)
    insert into prices select dest_code, orig_code, day, price + 1 from gone`,
  ),
  fc.constant('truncate prices'),
)

const undone = statement.map((step): Step[] => ['savepoint s', step, 'rollback to s'])
const kept = statement.map((step): Step[] => ['savepoint s', step, 'release s'])
const body = fc.array(
  fc.oneof({ weight: 4, arbitrary: statement.map(step => [step]) }, undone, kept),
  { minLength: 1, maxLength: 4 },
)

const transaction = fc
  .tuple(
    fc.constantFrom('read committed', 'repeatable read', 'serializable'),
    body,
    fc.constantFrom('commit', 'commit', 'commit', 'rollback'),
  )
  .map(([level, steps, end]): Step[] => [`begin isolation level ${level}`, ...steps.flat(), end])

const life = fc.array(transaction, { minLength: 1, maxLength: 3 }).map(all => all.flat())
const lives = fc.array(life, { minLength: sessionCount, maxLength: sessionCount })
const turns = fc.infiniteStream(fc.integer({ min: 0, max: sessionCount - 1 }))

t.test('random transactions of three sessions', async t => {
  const { superuser, owner } = await fewPorts(t)
  const sessions = await openSessions(t, Array(sessionCount).fill(owner))
  const observer = new pg.Client(superuser)
  await observer.connect()
  t.teardown(() => observer.end())
  const told: Record<string, number> = {}

  const property = fc.asyncProperty(lives, turns, async (steps, order) => {
    await observer.query(reset)
    await interleave(observer, sessions, steps, inTurn(steps, order))
    for (const { code } of sessions) if (code) told[code] = (told[code] ?? 0) + 1

    const wrong = await faults(observer)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  })
  await fc.assert(property, { seed, numRuns })

  t.comment(told)
  // A transaction after a failed one starts anew: in the failed one only COMMIT is not refused.
  t.strictSame(
    Object.keys(told).filter(code => !['40001', '40P01'].includes(code)),
    [],
    'nobody was told anything but to try again',
  )
})

// Random turns as long as there are steps left, so that all steps are taken.
const inTurn = (steps: Step[][], order: fc.Stream<number>) => {
  const left = steps.map(({ length }) => length)
  const total = left.reduce((sum, each) => sum + each, 0)
  const turns: number[] = []
  for (const wish of order) {
    if (turns.length === total) break
    const turn = left[wish] ? wish : left.findIndex(each => each > 0)
    left[turn] = (left[turn] ?? 0) - 1
    turns.push(turn)
  }
  return turns
}
