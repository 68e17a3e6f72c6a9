// When a lease may be used: the rules, against a clock of the test's own.
import t from 'tap'
import { createLease } from '#api/data-version/lease.ts'

const lease = () => {
  const clock = { ms: 0 }
  let due = 0
  const created = createLease(
    () => clock.ms,
    () => {
      due++
    },
  )
  /** A beat that is answered `lateMs` after it was sent. */
  const beat = (version: number, lateMs = 1) => {
    const sent = created.beat()
    clock.ms += lateMs
    created.beaten(sent, version)
    return sent.sent
  }
  const wasDue = () => {
    const was = due > 0
    due = 0
    return was
  }
  return { ...created, clock, beat, wasDue }
}

t.test('the first beat opens it, the second lets it be used', async t => {
  const { beat, current, wasDue } = lease()
  t.equal(beat(7), undefined, 'the database fills in its version')
  t.equal(current(), undefined)
  t.ok(wasDue())
  beat(7)
  t.equal(current(), 7)
  t.notOk(wasDue())
})

t.test('it is counted from before the beat was sent', async t => {
  const { beat, current, clock } = lease()
  beat(7)
  beat(7, 1_000)
  clock.ms += 1_899
  t.equal(current(), 7)
  clock.ms += 1
  t.equal(current(), undefined)
})

t.test('a beat that is answered after the one before has run out does not count', async t => {
  const { beat, clock, current, wasDue } = lease()
  beat(7)
  beat(7)
  wasDue()
  clock.ms = 2_895
  beat(7, 10)
  t.equal(current(), undefined)
  t.ok(wasDue(), 'the next one is due at once')
  beat(7)
  t.equal(current(), 7)
})

t.test('a newer version takes the place of the old one before it is acknowledged', async t => {
  const { beat, current, learn, wasDue } = lease()
  beat(7)
  beat(7)
  wasDue()
  learn(9)
  t.equal(current(), 9)
  t.ok(wasDue())
  learn(8)
  t.equal(current(), 9, 'and never goes back')
  t.equal(beat(9), 9)
  t.notOk(wasDue())
})

t.test('word of a newer version is only a reason to ask', async t => {
  const { beat, current, hear, wasDue } = lease()
  beat(7)
  beat(7)
  wasDue()
  for (const odd of [6, 7, 7.5, Number.NaN, 1e300, Number.POSITIVE_INFINITY]) hear(odd)
  t.notOk(wasDue())

  hear(Number.MAX_SAFE_INTEGER)
  t.ok(wasDue())
  t.equal(beat(7), 7)
  t.equal(current(), 7, 'it was not so')
})

t.test('a beat may bring the news', async t => {
  const { beat, current, wasDue } = lease()
  beat(7)
  beat(7)
  wasDue()
  t.equal(beat(9), 7)
  t.equal(current(), 9)
  t.ok(wasDue(), 'and is acknowledged by another')
})

t.test('without a connection there is nothing', async t => {
  const { beat, current, lose, learn } = lease()
  beat(7)
  beat(7)
  lose()
  t.equal(current(), undefined)
  learn(9)
  beat(9)
  t.equal(current(), undefined)
  beat(9)
  t.equal(current(), 9)
})
