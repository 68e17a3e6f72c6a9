// What is kept: the newest of each day, week and month, and never less than a restore needs.
import fc from 'fast-check'
import t from 'tap'
import { backupName, type State } from '#db/backup/backup.ts'
import { kept, type Retention } from '#db/backup/retention.ts'

const dayMs = 86_400_000
const now = new Date('2026-11-21T12:00:00Z')

type Backup = Parameters<typeof kept>[0][number]

const backup = (takenAt: Date, state: State = 'checked'): Backup => ({
  name: backupName(takenAt),
  takenAt,
  changedAt: takenAt,
  state,
})

const states: State[] = ['checked', 'checked', 'checked', 'unchecked', 'failed', 'incomplete']
const second = fc.integer({ min: now.getTime() / 1000 - 800 * 86_400, max: now.getTime() / 1000 })
const backups = fc
  .uniqueArray(fc.tuple(second, fc.constantFrom(...states)), {
    selector: ([at]) => at,
    maxLength: 200,
    size: 'max',
  })
  .map(all => all.map(([at, state]) => backup(new Date(at * 1000), state)))
const count = fc.integer({ min: 0, max: 40 })
const retention = fc.record({ daily: count, weekly: count, monthly: count })

const holds = (
  claim: string,
  check: (all: Backup[], keeping: Set<string>, retention: Retention) => boolean,
) =>
  t.test(claim, async () => {
    fc.assert(
      fc.property(backups, retention, (all, rules) => check(all, kept(all, rules, now), rules)),
      { numRuns: 500 },
    )
  })

const newest = (all: Backup[]) =>
  all.toSorted((a, b) => b.takenAt.getTime() - a.takenAt.getTime())[0]
const checked = (all: Backup[]) => all.filter(({ state }) => state === 'checked')
const ageDays = ({ takenAt }: Backup) => (now.getTime() - takenAt.getTime()) / dayMs

holds('the newest whole one is kept', (all, keeping) => {
  const last = newest(all.filter(({ state }) => state !== 'incomplete'))
  return !last || keeping.has(last.name)
})

holds('the newest checked one is kept', (all, keeping) => {
  const last = newest(checked(all))
  return !last || keeping.has(last.name)
})

const beforeNewest = (all: Backup[], one: Backup) =>
  ageDays(one) - ageDays(newest(checked(all)) ?? one)

holds(
  'no more checked ones than the rules count, but of the last two days',
  (all, keeping, rules) => {
    const most = rules.daily + rules.weekly + rules.monthly
    const older = checked(all).filter(one => beforeNewest(all, one) >= 2)
    return older.filter(({ name }) => keeping.has(name)).length <= most
  },
)

holds('of the last two days before the newest, each checked one', (all, keeping) =>
  checked(all).every(one => beforeNewest(all, one) >= 2 || keeping.has(one.name)),
)

holds('with fewer days than are to be kept, each has its newest', (all, keeping, { daily }) => {
  const days = Map.groupBy(checked(all), ({ takenAt }) => takenAt.toISOString().slice(0, 10))
  if (days.size > daily) return true
  return [...days.values()].every(day => keeping.has(newest(day)?.name ?? ''))
})

holds('others stay for 7 days, and then only the newest of all', (all, keeping) => {
  const last = newest(all.filter(({ state }) => state !== 'incomplete'))
  return all
    .filter(({ state }) => state !== 'checked')
    .every(one => keeping.has(one.name) === (ageDays(one) < 7 || one === last))
})

holds('what is not checked takes the place of none that is', (all, keeping, rules) => {
  const alone = kept(checked(all), rules, now)
  return checked(all).every(({ name }) => keeping.has(name) === alone.has(name))
})

holds('what was kept is kept again', (all, keeping, rules) => {
  const left = all.filter(({ name }) => keeping.has(name))
  return kept(left, rules, now).symmetricDifference(keeping).size === 0
})

holds('a rule that keeps more loses none', (all, keeping, { daily, weekly, monthly }) => {
  const more = { daily: daily + 1, weekly: weekly + 2, monthly: monthly + 3 }
  return keeping.isSubsetOf(kept(all, more, now))
})

t.test('no clock takes checked ones away', async () => {
  fc.assert(
    fc.property(backups, retention, fc.integer({ min: -9e11, max: 9e11 }), (all, rules, byMs) => {
      const other = new Date(now.getTime() + byMs)
      return kept(checked(all), rules, now).isSubsetOf(kept(checked(all), rules, other))
    }),
  )
})

t.test('what has a time to come, or is doubted, takes no place and does not go', async () => {
  const later = fc.integer({ min: 86_401, max: 30_000_000_000 }).map(byS => {
    return backup(new Date(now.getTime() + byS * 1000))
  })
  const doubted = second.map(at => ({ ...backup(new Date(at * 1000), 'failed'), doubted: true }))
  const aside = fc.array(fc.oneof(later, doubted), { maxLength: 50 })
  fc.assert(
    fc.property(backups, retention, aside, (all, rules, odd) => {
      const names = new Set(odd.map(({ name }) => name))
      const others = all.filter(({ name }) => !names.has(name))
      const alone = kept(others, rules, now)
      return (
        kept([...others, ...odd], rules, now).symmetricDifference(alone.union(names)).size === 0
      )
    }),
  )
})

t.test('a copy under way stays, however old its name', async t => {
  const old = backup(new Date('2020-01-01T03:00:00Z'), 'incomplete')
  const last = backup(now)
  const rules = { daily: 7, weekly: 4, monthly: 6 }
  t.notOk(kept([old, last], rules, now).has(old.name), 'nobody works on it')
  t.ok(kept([{ ...old, changedAt: now }, last], rules, now).has(old.name), 'somebody does')
})
