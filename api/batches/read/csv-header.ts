// The first line of a CSV: which column each field is in.
import { WrongFormat } from './failures.ts'
import type { Findings } from './findings.ts'
import { type FieldName, fieldNames, isFieldName } from './rows.ts'

export type Columns = Record<FieldName, number>

/**
 * Null where the names are wrong, as then prices can't be told apart.
 * @throws WrongFormat if this is no header at all
 */
export const readHeader = (names: string[], findings: Findings): Columns | null => {
  if (!names.some(isFieldName)) throw noHeader(names.join(','))

  const errorsBefore = findings.count
  for (const [column, name] of names.entries()) {
    if (!isFieldName(name)) findings.add(1, name, name, 'is not a field of a price')
    else if (names.indexOf(name) < column) findings.add(1, name, name, 'is there twice')
  }
  for (const name of fieldNames) {
    if (!names.includes(name)) findings.add(1, name, '', 'is missing in the header')
  }
  if (findings.count > errorsBefore) return null
  return Object.fromEntries(fieldNames.map(name => [name, names.indexOf(name)])) as Columns
}

/** `found` is the first line; undefined where the body is empty. */
export const noHeader = (found?: string) => {
  const wanted = `The first line of a CSV has to be ${fieldNames.join(',')}.`
  if (found === undefined) return new WrongFormat(`The body is empty. ${wanted}`)

  const shown = `\`${found.slice(0, maxShown).trimEnd()}\``
  return found.split(otherSeparators).some(isFieldName)
    ? new WrongFormat(`Its header is ${shown}; columns are separated by commas. ${wanted}`)
    : new WrongFormat(`The CSV has no header line but ${shown}. ${wanted}`)
}

const maxShown = 100
const otherSeparators = /[;|\s]+/
