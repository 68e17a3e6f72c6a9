// A deploy that is killed or cut off at any step: the old version answers, and the next deploy needs no repair.
// A few cases; all of them, or those whose names hold one of some words, as long as they take:
// SWEEP=full npm test -- --timeout=7200 tests/provision/release/deploy-fault-sweep.ts
// SWEEP='drain,smoke killed' npm test -- --timeout=1200 tests/provision/release/deploy-fault-sweep.ts
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { asking } from '#tests/fixtures/asking.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import {
  type Case,
  everyCase,
  meetFault,
  type Outcome,
  steps,
  table,
} from '#tests/fixtures/deploy-faults.ts'
import { released } from '#tests/fixtures/released.ts'

const riskiest: Case[] = [
  { step: 'start', fault: 'line silent' },
  { step: 'switch', fault: 'killed midway' },
  { step: 'workers', fault: 'killed midway' },
  { step: 'drain', fault: 'killed midway' },
]

const chosen = (words = process.env.SWEEP) => {
  if (!words) return riskiest
  if (words === 'full') return everyCase
  const isNamed = ({ step, fault }: Case) =>
    words.split(',').some(word => `${step} ${fault}`.startsWith(word))
  return everyCase.filter(isNamed)
}

t.test('a deploy that ends in the midst', needsDocker(), async t => {
  const cases = chosen()
  t.setTimeout((180 + cases.length * 120) * 1_000)
  const there = await released(t)
  const commits = { a: await there.version('a'), b: '' }
  await there.deploy()
  commits.b = await there.version('b')
  await there.deploy()

  const usual = (await there.history()).at(-1)?.steps ?? []
  t.strictSame(
    usual.map(({ name }) => name),
    steps,
    'every step has its cases',
  )
  t.comment(usual.map(({ name, ms }) => `${name} ${ms} ms`).join(', '))
  t.strictSame(await there.remains('b'), [])

  const asked = asking(there.url)
  const outcomes: Outcome[] = []
  let from = 'b'
  for (const one of cases) {
    const to = one.step === 'images' ? `new${outcomes.length}` : from === 'a' ? 'b' : 'a'
    // Large enough to be still on its way when it is cut off.
    if (one.step === 'images') await there.version(to, { 'api/ballast': randomBytes(40_000_000) })
    else await there.project.checkOut(commits[to as keyof typeof commits])
    const stepMs = usual.find(({ name }) => name === one.step)?.ms ?? 0

    await t.test(`${one.step}, ${one.fault}`, async t => {
      const outcome = await meetFault(t, there, asked, { ...one, from, to, stepMs })
      outcomes.push(outcome)
      t.strictSame(outcome.problems, [])
      t.ok(outcome.during.sent + outcome.after.sent > 100)
    })
    from = to
  }
  await asked.stop()
  for (const line of table(outcomes)) t.comment(line)
})
