// Finds where an item of a JSON array ends, right or wrong, without parsing it.

const marks = /["{}[\],]/g

/** The end of the item at `start`; undefined if it is not in `text`. */
export const endOfItem = (text: string, start: number): number | undefined => {
  let depth = 0
  marks.lastIndex = start
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [character] = mark
    if (character === '"') {
      const end = endOfString(text, mark.index)
      if (end === undefined) return undefined
      marks.lastIndex = end
    } else if (character === '{' || character === '[') depth++
    else if (depth === 0 && character !== '}') return mark.index
    else if (depth > 0 && character !== ',' && --depth === 0) return marks.lastIndex
  }
  return undefined
}

const endOfString = (text: string, open: number) => {
  let quote = text.indexOf('"', open + 1)
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote === -1 ? undefined : quote + 1
}

const isEscaped = (text: string, at: number) => {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}
