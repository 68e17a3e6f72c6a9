// Calendar days as numbers, so that ranges are plain arithmetic.

/** Days since 1970-01-01, negative before it. */
export type Day = number

const dayMs = 86_400_000

// Python's strptime("%Y-%m-%d"): four digits of year, leading zeros optional elsewhere, and a space
// may stand in for the day's.
const pattern = /^(\d{4})-(1[0-2]|0[1-9]|[1-9])-(3[01]|[12]\d|0[1-9]| ?[1-9])$/

/** The day that `text` names, from 0001-01-01 to 9999-12-31; undefined where there is none. */
export const parseDay = (text: string): Day | undefined => {
  const [, year, month, day] = (pattern.exec(text) ?? []).map(Number)
  if (!year || !month || !day) return undefined

  // Unlike Date.UTC, setUTCFullYear takes the years 1 to 99 as they are.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCDate() === day ? date.getTime() / dayMs : undefined
}

// Requests ask for the same days again and again; about 60 years of them take a megabyte.
const mostKept = 22_000
const texts = new Map<Day, string>()

/** `day` as YYYY-MM-DD. */
export const formatDay = (day: Day) => {
  const known = texts.get(day)
  if (known) return known

  if (texts.size === mostKept) texts.clear()
  const text = new Date(day * dayMs).toISOString().slice(0, 10)
  texts.set(day, text)
  return text
}
