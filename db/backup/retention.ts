// Which backups are kept. Pure: what is there, the rules and the time go in, names come out.
import type { State } from './backup.ts'

export type Retention = { daily: number; weekly: number; monthly: number }
type Backup = {
  name: string
  takenAt: Date
  changedAt: Date
  state: State
  doubted?: boolean
}

const dayMs = 86_400_000
const mostDaysUnchecked = 7
const wholeDays = 2

/**
 * Of checked ones the newest of each of the last days, weeks and months that have any, so that
 * nothing goes for the mere reason that no new ones come; and all of the last two days before the
 * newest, so that one taken after an accident does not push out the one from before it. Others
 * never take the place of those.
 */
export const kept = (backups: readonly Backup[], retention: Retention, now: Date): Set<string> => {
  const aside = new Set(setAside(backups, now))
  const newestFirst = backups
    .filter(({ name }) => !aside.has(name))
    .toSorted((a, b) => b.takenAt.getTime() - a.takenAt.getTime())
  const checked = newestFirst.filter(({ state }) => state === 'checked')

  const names = new Set(
    [
      ...newestFirst.filter(({ state }) => state !== 'incomplete').slice(0, 1),
      ...checked.filter(({ takenAt }) => daysBefore(takenAt, checked[0]) < wholeDays),
      ...newestOfEach(day, checked, retention.daily),
      ...newestOfEach(week, checked, retention.weekly),
      ...newestOfEach(month, checked, retention.monthly),
      ...newestFirst.filter(backup => backup.state !== 'checked' && isYoung(backup, now)),
    ].map(({ name }) => name),
  )
  return names.union(aside)
}

/**
 * What takes nobody's place and is not removed: a person has to look. Its name may be of a time that
 * has not come, which would push out all others; or it has failed, and was checked before.
 */
export const setAside = (backups: readonly Backup[], now: Date): string[] =>
  backups
    .filter(({ takenAt, doubted }) => doubted || takenAt.getTime() > now.getTime() + dayMs)
    .map(({ name }) => name)

const daysBefore = (time: Date, newest: Backup | undefined) =>
  ((newest?.takenAt.getTime() ?? 0) - time.getTime()) / dayMs

type Period = (date: Date) => number

const newestOfEach = (period: Period, newestFirst: readonly Backup[], count: number) =>
  [...Map.groupBy(newestFirst, ({ takenAt }) => period(takenAt)).values()]
    .slice(0, count)
    .flatMap(([newest]) => newest ?? [])

const day: Period = date => Math.floor(date.getTime() / dayMs)
// 1970 began on a Thursday, three days into its week.
const week: Period = date => Math.floor((day(date) + 3) / 7)
const month: Period = date => date.getUTCFullYear() * 12 + date.getUTCMonth()

// An old name with new files is a copy under way.
const isYoung = ({ state, takenAt, changedAt }: Backup, now: Date) => {
  const since =
    state === 'incomplete' ? Math.max(takenAt.getTime(), changedAt.getTime()) : takenAt.getTime()
  return now.getTime() - since < mostDaysUnchecked * dayMs
}
