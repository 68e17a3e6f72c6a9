// What is wrong with the prices of a batch: the first errors and how many there are.

/** `line` counts from 1, in a JSON array the items; `field` is null where it is the whole record. */
export type Finding = { line: number; field: string | null; value: string; reason: string }

const maxListed = 100
const maxCharacters = 100

export class Findings {
  count = 0
  first: Finding[] = []

  add(line: number, field: string | null, value: unknown, reason: string) {
    this.count++
    if (this.first.length >= maxListed) return
    this.first.push({
      line,
      field: field === null ? null : shown(field),
      value: shown(value),
      reason,
    })
  }
}

const shown = (value: unknown) => storable(textOf(value).slice(0, maxCharacters))

// Nested values may be too deep for JSON.stringify.
const textOf = (value: unknown) => {
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

// PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair; cutting makes such halves.
const storable = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed()
