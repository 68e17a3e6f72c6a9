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
    const isCut = end === undefined || end >= text.length - 1
    if (isCut && !isLast) return undefined
    if (end === undefined) return recordOf(text, start, text.length)

    fields.push(text.slice(at, end))
    if (text[end] !== ',') {
      const next = afterLineBreak(text, end)
      return next === undefined
        ? lostLine(text, start, end, isLast)
        : recordOf(text, start, next, fields)
    }
    at = end + 1
  }
}

/** After the closing quote; undefined if there is none. */
const endOfQuoted = (text: string, open: number) => {
  let quote = text.indexOf('"', open + 1)
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  return quote === -1 ? undefined : quote + 1
}

const endOfPlain = (text: string, start: number) => {
  let at = start
  while (at < text.length && text[at] !== ',' && text[at] !== '"' && text[at] !== '\n') at++
  return text[at] === '\n' && at > start && text[at - 1] === '\r' ? at - 1 : at
}

/** Undefined where no line ends, nor the text. */
const afterLineBreak = (text: string, at: number) => {
  if (at === text.length) return at
  if (text[at] === '\n') return at + 1
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : undefined
}

/** A wrong quote costs the rest of its line, not the lines after it. */
const lostLine = (text: string, start: number, at: number, isLast: boolean) => {
  const lineFeed = text.indexOf('\n', at)
  if (lineFeed === -1) return isLast ? recordOf(text, start, text.length) : undefined
  return recordOf(text, start, lineFeed + 1)
}

const recordOf = (text: string, start: number, next: number, fields?: string[]) => ({
  fields: fields?.map(unquoted),
  next,
  lines: linesIn(text, start, next),
})

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
