// NDJSON: a JSON object a line.
import { addJson } from './json-record.ts'
import { checkLength, type RecordReader } from './record-reader.ts'
import type { Rows } from './rows.ts'

export const ndjsonReader = (rows: Rows): RecordReader => {
  let line = 1

  const read = (text: string, isLast: boolean) => {
    let at = 0
    while (at < text.length) {
      const lineFeed = text.indexOf('\n', at)
      if (lineFeed === -1 && !isLast) break
      const end = lineFeed === -1 ? text.length : lineFeed
      const next = Math.min(end + 1, text.length)

      // An empty line at the very end is let pass.
      const isEmpty = end === at || (end === at + 1 && text[at] === '\r')
      if (isEmpty && next === text.length) return isLast ? next : at
      checkLength(line, next - at)
      if (isEmpty) rows.refuse(line, '', 'is empty')
      else addJson(rows, line, text.slice(at, end))
      line++
      at = next
    }
    return at
  }

  return { read, position: () => line }
}
