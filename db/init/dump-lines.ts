// Reads a dump's text line by line, and the rows of a COPY block many lines at a time.
const newline = 0x0a
const endMark = Buffer.from('\\.')

export class DumpLines {
  /** Number of the line that was read last. */
  number = 0
  #chunks: AsyncIterator<Buffer>
  #text: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next line without its end, or nothing after the last. */
  async next(): Promise<Buffer | undefined> {
    let end = this.#text.indexOf(newline)
    while (end === -1) {
      const searched = this.#text.length
      if (!(await this.#more())) return this.#last()
      end = this.#text.indexOf(newline, searched)
    }
    const line = this.#take(end + 1).subarray(0, end)
    return line.at(-1) === 0x0d ? line.subarray(0, -1) : line
  }

  /** Whole lines up to the `\.` that ends them. @returns whether that mark was there */
  async *rows(): AsyncGenerator<Buffer, boolean> {
    for (;;) {
      const mark = endOfRows(this.#text)
      if (mark !== undefined) {
        if (mark > 0) yield this.#take(mark)
        return (await this.next()) !== undefined
      }
      const whole = this.#text.lastIndexOf(newline) + 1
      if (whole > 0) yield this.#take(whole)
      if (await this.#more()) continue
      this.#last()
      return false
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next()
    if (done) return false
    this.#text = this.#text.length > 0 ? Buffer.concat([this.#text, value]) : value
    return true
  }

  #take(length: number): Buffer {
    const taken = this.#text.subarray(0, length)
    this.#text = this.#text.subarray(length)
    this.number += countLines(taken)
    return taken
  }

  #last(): Buffer | undefined {
    if (this.#text.length === 0) return undefined
    this.number += 1
    return this.#take(this.#text.length)
  }
}

// Where the line `\.` begins, if it is there whole.
const endOfRows = (text: Buffer): number | undefined => {
  for (let at = text.indexOf(endMark); at !== -1; at = text.indexOf(endMark, at + 1)) {
    const isLineStart = at === 0 || text[at - 1] === newline
    const after = text.subarray(at + endMark.length, at + endMark.length + 2).toString('latin1')
    if (isLineStart && /^\r?\n/.test(after)) return at
  }
}

const countLines = (text: Buffer): number => {
  let count = 0
  for (let at = text.indexOf(newline); at !== -1; at = text.indexOf(newline, at + 1)) count += 1
  return count
}
