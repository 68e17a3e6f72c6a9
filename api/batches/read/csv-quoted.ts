// A record of CSV that has quotes, field by field.

/** `fields` is undefined where the quoting is wrong; `next` is where the next record begins. */
export type QuotedRecord = { fields: string[] | undefined; next: number; lines: number }

/** The record at `start`; undefined if its end is not in `text` yet. */
export const readQuoted = (
  text: string,
  start: number,
  isLast: boolean,
): QuotedRecord | undefined => {
  const fields: string[] = []
  let at = start
  for (;;) {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfPlain(text, at)
    const lineBreak = lineBreakAt(text, end, isLast)
    if (lineBreak === undefined) return undefined
    fields.push(text.slice(at, end))

    const isEnd = end === text.length || lineBreak > 0
    if (!isEnd && text[end] !== ',') return wrongRecord(text, start, end, isLast)
    if (isEnd) return wholeRecord(text, start, end + lineBreak, fields)
    at = end + 1
  }
}

const wholeRecord = (text: string, start: number, next: number, fields: string[]) => ({
  fields: fields.every(isWellQuoted) ? fields.map(unquoted) : undefined,
  next,
  lines: linesIn(text, start, next),
})

// Of a record with a wrong quote only its own line is lost.
const wrongRecord = (text: string, start: number, at: number, isLast: boolean) => {
  const lineFeed = text.indexOf('\n', at)
  if (lineFeed === -1 && !isLast) return undefined
  const next = lineFeed === -1 ? text.length : lineFeed + 1
  return { fields: undefined, next, lines: linesIn(text, start, next) }
}

/** After the closing quote; the end of the text if there is none. */
const endOfQuoted = (text: string, open: number) => {
  let quote = text.indexOf('"', open + 1)
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  return quote === -1 ? text.length : quote + 1
}

const endOfPlain = (text: string, start: number) => {
  let at = start
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') at++
  return text[at] === '\n' && text[at - 1] === '\r' && at > start ? at - 1 : at
}

/** How long the line break at `at` is, 0 if there is none; undefined if that can't be told yet. */
const lineBreakAt = (text: string, at: number, isLast: boolean) => {
  if (text[at] === '\n') return 1
  if (text[at] === '\r' && text[at + 1] === '\n') return 2
  if (text[at] === '\r' && isLast && at + 1 === text.length) return 1
  const isCut = at === text.length || (text[at] === '\r' && at + 1 === text.length)
  return isCut && !isLast ? undefined : 0
}

const isWellQuoted = (field: string) =>
  field[0] === '"' ? field.length > 1 && /^"(?:[^"]|"")*"$/.test(field) : !field.includes('"')

const unquoted = (field: string) =>
  field[0] === '"' ? field.slice(1, -1).replaceAll('""', '"') : field

/** The lines that a record takes, its last one included. */
const linesIn = (text: string, start: number, next: number) => {
  let lines = 1
  for (let at = text.indexOf('\n', start); at !== -1 && at < next - 1; ) {
    lines++
    at = text.indexOf('\n', at + 1)
  }
  return lines
}
