// Checks the four values of a price and writes it as a line of COPY's text format.
import { parseDay } from '#api/rates/day.ts'
import { TooLarge } from './failures.ts'
import { Findings } from './findings.ts'

export const fieldNames = ['orig_code', 'dest_code', 'day', 'price'] as const
export type FieldName = (typeof fieldNames)[number]

export const isFieldName = (name: string): name is FieldName =>
  (fieldNames as readonly string[]).includes(name)

const maxPrice = 2_147_483_647
const maxCachedDays = 10_000

export type RowsOptions = {
  ports: ReadonlySet<string>
  linePrefix: string
  maxRows: number
  /** Whether records are told by their item in a JSON array instead of their line. */
  inItems: boolean
}

export class Rows {
  count = 0
  findings: Findings
  #copyText = ''
  #days = new Set<string>()
  #escapedCodes: Map<string, string>
  #linePrefix: string
  #maxRows: number

  constructor({ ports, linePrefix, maxRows, inItems }: RowsOptions) {
    this.findings = new Findings({ inItems })
    this.#escapedCodes = new Map([...ports].map(code => [code, escaped(code)]))
    this.#linePrefix = linePrefix
    this.#maxRows = maxRows
  }

  /** Codes and days are right only as strings, prices only as numbers. */
  add(line: number, orig: unknown, dest: unknown, day: unknown, price: unknown) {
    this.begin()
    const origCode = this.#escapedCodes.get(orig as string)
    const destCode = this.#escapedCodes.get(dest as string)
    if (origCode && destCode && this.#isDay(day) && isPrice(price)) {
      if (this.findings.count > 0) return
      this.#copyText += `${this.#linePrefix}${origCode}\t${destCode}\t${day}\t${price}\n`
    } else {
      this.check(line, { orig_code: orig, dest_code: dest, day, price })
    }
  }

  /** Counts a record before anything is known of it. */
  begin() {
    if (++this.count > this.#maxRows) throw new TooLarge(this.#maxRows, 'rows')
  }

  /** Lists what is wrong with the values of one record. */
  check(line: number, values: Record<FieldName, unknown>) {
    for (const name of fieldNames) {
      const reason = values[name] === undefined ? 'is missing' : this.#reasons[name](values[name])
      if (reason)
        this.findings.add(line, name, values[name] === undefined ? '' : values[name], reason)
    }
  }

  /** Lists an error of a record that has no values. */
  refuse(line: number, record: unknown, reason: string) {
    this.begin()
    this.findings.add(line, null, record, reason)
  }

  /** The lines since the last call: nothing more once there was an error. */
  takeCopyText() {
    const text = this.findings.count > 0 ? '' : this.#copyText
    this.#copyText = ''
    return text
  }

  #reasons: Record<FieldName, (value: unknown) => string | false> = {
    orig_code: code => !this.#escapedCodes.has(code as string) && 'is not a known port',
    dest_code: code => !this.#escapedCodes.has(code as string) && 'is not a known port',
    day: day => !this.#isDay(day) && 'is not a day as YYYY-MM-DD',
    price: price => !isPrice(price) && (isPrice(toPrice(price)) ? 'is in quotes' : notAPrice),
  }

  // Batches have few different days: looking them up takes a fifth of the time of parsing them.
  #isDay(day: unknown) {
    if (this.#days.has(day as string)) return true
    if (typeof day !== 'string' || !isoDay.test(day) || parseDay(day) === undefined) return false
    if (this.#days.size >= maxCachedDays) this.#days.clear()
    this.#days.add(day)
    return true
  }
}

const notAPrice = `is not a whole number from 1 to ${maxPrice}`

const isPrice = (price: unknown) =>
  Number.isInteger(price) && (price as number) >= 1 && (price as number) <= maxPrice

// parseDay alone takes 2021-1-5 too.
const isoDay = /^\d{4}-\d\d-\d\d$/

const digits = /^[1-9]\d{0,9}$/

/** The number that plain digits stand for; anything else as it is. */
export const toPrice = (text: unknown) =>
  typeof text === 'string' && digits.test(text) ? Number(text) : text

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const escaped = (code: string) => code.replace(/[\\\t\n\r]/g, character => escapes[character] ?? '')
