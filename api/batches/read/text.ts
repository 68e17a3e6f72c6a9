// The text of a batch, chunk by chunk: its size, its hash, its records.
import { createHash } from 'node:crypto'
import { TooLarge, WrongEncoding } from './failures.ts'
import { checkLength, type RecordReader } from './record-reader.ts'

// A client that sends a few bytes at a time costs no more than another.
const minReadCharacters = 8_192

export class BatchText {
  sizeBytes = 0
  #hash = createHash('sha256')
  #decoder = new TextDecoder('utf-8', { fatal: true })
  #unread = ''
  #records: RecordReader
  #maxBytes: number

  constructor(records: RecordReader, maxBytes: number) {
    this.#records = records
    this.#maxBytes = maxBytes
  }

  add(chunk: Buffer) {
    this.sizeBytes += chunk.length
    if (this.sizeBytes > this.#maxBytes) throw new TooLarge(this.#maxBytes, 'bytes')
    this.#hash.update(chunk)

    this.#unread += this.#decode(chunk)
    if (this.#unread.length >= minReadCharacters) this.#read(false)
  }

  /** To be called once, after the last chunk. */
  end() {
    this.#unread += this.#decode()
    this.#read(true)
  }

  sha256() {
    return this.#hash.digest('hex')
  }

  #decode(chunk?: Buffer) {
    const text = this.#decodeBytes(chunk)
    if (text.includes('\0')) throw new WrongEncoding('The body has a NUL character.')
    return text
  }

  #decodeBytes(chunk?: Buffer) {
    try {
      return chunk ? this.#decoder.decode(chunk, { stream: true }) : this.#decoder.decode()
    } catch (cause) {
      throw new WrongEncoding('The body has bytes that are not UTF-8.', cause)
    }
  }

  #read(isLast: boolean) {
    this.#unread = this.#unread.slice(this.#records.read(this.#unread, isLast))
    checkLength(this.#records.position(), this.#unread.length)
  }
}
