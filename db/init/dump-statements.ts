// Cuts SQL lines into statements as psql does: a semicolon ends one unless it is quoted,
// in a comment or between parentheses.

export type Statement = { sql: string; line: number }

// What ends a quote, and what in it only looks like its end. `/*` nests.
type Quote = { end: string; marks: RegExp; depth: number }

const word = '[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*'
const marks = new RegExp(
  `--|/\\*|[eE]'|['"();]|\\$(?:${word})?\\$|${word.replace('[\\w', '[\\w$')}`,
  'g',
)
const leadingComments = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

export class Statements {
  #text = ''
  #line = 1
  #parentheses = 0
  #quote: Quote | undefined

  get quoted(): boolean {
    return this.#quote !== undefined
  }

  /** Takes a line; gives the statements that end in it. */
  *add(line: string, number: number): Generator<Statement> {
    if (this.#text === '') this.#line = number
    let from = 0
    for (const at of this.#ends(line)) {
      yield trimmed(this.#text + line.slice(from, at), this.#line)
      this.#text = ''
      this.#line = number
      from = at
    }
    const more = line.slice(from)
    if (this.#text !== '' || more.trim() !== '') this.#text += `${more}\n`
  }

  /** What is left after the last semicolon, if more than comments. */
  rest(): Statement | undefined {
    const left = trimmed(this.#text, this.#line)
    return left.sql === '' ? undefined : left
  }

  *#ends(line: string): Generator<number> {
    let at = 0
    for (;;) {
      const mark = nextMark(this.#quote?.marks ?? marks, line, at)
      if (!mark) return
      at = mark.end
      if (this.#quote) this.#readQuoted(this.#quote, mark.text)
      else if (mark.text === '--') return
      else if (mark.text === ';' && this.#parentheses === 0) yield at
      else this.#read(mark.text)
    }
  }

  #readQuoted(quote: Quote, mark: string) {
    if (mark === '/*') quote.depth += 1
    else if (mark === quote.end) quote.depth -= 1
    if (quote.depth === 0) this.#quote = undefined
  }

  #read(mark: string) {
    if (mark === '(') this.#parentheses += 1
    else if (mark === ')') this.#parentheses -= 1
    else this.#quote = quoteOf(mark)
  }
}

const nextMark = (pattern: RegExp, line: string, at: number) => {
  pattern.lastIndex = at
  const found = pattern.exec(line)
  return found && { text: found[0], end: pattern.lastIndex }
}

const quoteOf = (mark: string): Quote | undefined => {
  if (mark === '/*') return { end: '*/', marks: /\/\*|\*\//g, depth: 1 }
  if (mark === "'") return { end: "'", marks: /''|'/g, depth: 1 }
  if (mark === '"') return { end: '"', marks: /""|"/g, depth: 1 }
  if (/^e'$/i.test(mark)) return { end: "'", marks: /\\.|''|'/g, depth: 1 }
  if (mark.startsWith('$'))
    return { end: mark, marks: new RegExp(RegExp.escape(mark), 'g'), depth: 1 }
}

const trimmed = (text: string, line: number): Statement => {
  const before = leadingComments.exec(text)?.[0] ?? ''
  return { sql: text.slice(before.length), line: line + before.split('\n').length - 1 }
}
