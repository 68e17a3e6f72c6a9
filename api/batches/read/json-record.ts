// A price as a JSON object, a line of NDJSON or an item of an array.
import { isFieldName, type Rows } from './rows.ts'

export const addJson = (rows: Rows, line: number, text: string) => {
  const value = parsed(text)
  if (value === undefined) return rows.refuse(line, text, 'is not JSON')
  addValue(rows, line, value)
}

/** What `text` says, undefined if it is not JSON. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller says where
  }
}

export const addValue = (rows: Rows, line: number, value: unknown) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return rows.refuse(line, value, 'is not an object')
  }
  const { orig_code, dest_code, day, price } = value as Record<string, unknown>
  rows.add(line, orig_code, dest_code, day, price)
  // Object.entries would take 0.3 s more for a million prices.
  for (const name in value) {
    if (!isFieldName(name)) refuseField(rows, line, value, name)
  }
}

const refuseField = (rows: Rows, line: number, value: object, name: string) =>
  rows.findings.add(
    line,
    name,
    (value as Record<string, unknown>)[name],
    'is not a field of a price',
  )
