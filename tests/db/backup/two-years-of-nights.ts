// A backup every night for two years leaves sons, fathers and grandfathers, and is never without.
import t, { type Test } from 'tap'
import { backupName } from '#db/backup/backup.ts'
import { kept, type Retention } from '#db/backup/retention.ts'

const nightMs = 86_400_000
const first = Date.parse('2024-11-22T03:00:00Z')
const nights = 730

/** The days that are left when `keep` has run after each backup. */
const left = (t: Test, retention: Retention, perNight = 1) => {
  let backups: Parameters<typeof kept>[0][number][] = []
  for (let run = 0; run < nights * perNight; run++) {
    const takenAt = new Date(first + (run * nightMs) / perNight)
    const one = {
      name: backupName(takenAt),
      takenAt,
      changedAt: takenAt,
      state: 'checked' as const,
    }
    const all = [...backups, one]
    const names = kept(all, retention, takenAt)
    backups = all.filter(({ name }) => names.has(name))
    if (!names.has(one.name)) t.fail(`${one.name} is new and goes`)
  }
  return backups.map(({ takenAt }) => takenAt.toISOString().slice(0, 13)).toReversed()
}

const days = (...dates: string[]) => dates.map(date => `${date}T03`)

const sevenDays = ['21', '20', '19', '18', '17', '16', '15'].map(day => `2026-11-${day}`)
// 15 November is a Sunday, the end of its week, and among the seven days.
const sundays = ['2026-11-08', '2026-11-01']
const monthEnds = ['2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31', '2026-06-30']

t.test('7 days, 4 weeks, 6 months', async t => {
  t.strictSame(
    left(t, { daily: 7, weekly: 4, monthly: 6 }),
    days(...sevenDays, ...sundays, ...monthEnds),
  )
})

t.test('of the backups of a day the last, and all of the last two days', async t => {
  const some = left(t, { daily: 2, weekly: 2, monthly: 2 }, 4)
  const lastTwoDays = ['21T21', '21T15', '21T09', '21T03', '20T21', '20T15', '20T09', '20T03']
  t.strictSame(some, [
    ...lastTwoDays.map(hour => `2026-11-${hour}`),
    ...['2026-11-15T21', '2026-10-31T21'],
  ])
})

t.test('days alone', async t => {
  t.strictSame(left(t, { daily: 7, weekly: 0, monthly: 0 }), days(...sevenDays))
})

t.test('months alone, over the turn of years', async t => {
  const all = left(t, { daily: 0, weekly: 0, monthly: 24 })
  t.equal(all.length, 24 + 1, 'and that of the last night but one')
  t.equal(all.at(-1), '2024-12-31T03')
  t.ok(all.includes('2025-02-28T03'))
})

t.test('weeks alone, over the turn of years', async t => {
  const all = left(t, { daily: 0, weekly: 60, monthly: 0 })
  t.equal(all.length, 60 + 1, 'and that of the last night but one')
  const weekdays = all.slice(2).map(hour => new Date(`${hour}:00:00Z`).getUTCDay())
  t.ok(
    weekdays.every(day => day === 0),
    'each ends on a Sunday',
  )
  t.ok(all.includes('2025-12-28T03') && all.includes('2026-01-04T03'), 'and none is cut by a year')
})

t.test('nothing at all: those of the last two days', async t => {
  t.strictSame(left(t, { daily: 0, weekly: 0, monthly: 0 }), days('2026-11-21', '2026-11-20'))
})
