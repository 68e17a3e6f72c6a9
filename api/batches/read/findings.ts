// What is wrong with the prices of a batch: the first errors and how many there are.

/** `field` is null where it is the whole record. */
type What = { field: string | null; value: string; reason: string }

/** Counts from 1: lines, and the items of a JSON array. */
export type Finding = ({ line: number } | { item: number }) & What

const maxListed = 100
const maxCharacters = 100

export class Findings {
  count = 0
  first: Finding[] = []
  #inItems: boolean

  constructor({ inItems }: { inItems: boolean }) {
    this.#inItems = inItems
  }

  add(at: number, field: string | null, value: unknown, reason: string) {
    this.count++
    if (this.first.length >= maxListed) return
    this.first.push({
      ...(this.#inItems ? { item: at } : { line: at }),
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
