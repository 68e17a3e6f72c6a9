// The days of the sample dump: January 2021, then the months before it, as many as are wanted.

/** `number` counts days since 1970-01-01, `text` is the same day as SQL writes it. */
export type Day = { number: number; text: string }

const dayMs = 86_400_000
const january2021 = { year: 2021, month: 0 }

export const dayNumber = (text: string) => Date.parse(`${text}T00:00:00Z`) / dayMs

/** January 2021 first, then December 2020 and on into the past, without an end. */
export function* months(): Generator<Day[]> {
  for (let back = 0; ; back++) yield daysOf(january2021.year, january2021.month - back)
}

const daysOf = (year: number, month: number): Day[] => {
  const first = Date.UTC(year, month) / dayMs
  const length = Date.UTC(year, month + 1) / dayMs - first
  return Array.from({ length }, (_, index) => ({
    number: first + index,
    text: new Date((first + index) * dayMs).toISOString().slice(0, 10),
  }))
}
