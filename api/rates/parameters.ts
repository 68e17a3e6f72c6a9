// What GET /rates asks for, out of its query string. Of a repeated parameter the first counts.
import { invalidDates, invalidLocations, rangeTooLong } from '../problems.ts'
import { type Day, parseDay } from './day.ts'

export type RatesParameters = { from: Day; to: Day; origCode: string; destCode: string }

/** @throws Problem 400, about the dates before the codes */
export const parseParameters = (query: URLSearchParams, maxRangeDays: number): RatesParameters => {
  const from = parseDay(query.get('date_from') ?? '')
  const to = parseDay(query.get('date_to') ?? '')
  if (from === undefined || to === undefined) throw invalidDates()

  const origCode = query.get('orig_code') ?? ''
  const destCode = query.get('dest_code') ?? ''
  if (!isCode(origCode) || !isCode(destCode)) throw invalidLocations()

  const days = to - from + 1
  if (days > maxRangeDays) throw rangeTooLong(days, maxRangeDays)

  return { from, to, origCode, destCode }
}

// Any text may be the code of an unknown port, except one that PostgreSQL can't hold.
const isCode = (code: string) => code !== '' && !code.includes('\0')
