// A secret comes through standard input, or is typed unseen: never as an argument, which ps shows.

import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** @param {string} name */
export const readValue = async name =>
  process.stdin.isTTY ? await typed(`Value of ${name} (not shown): `) : await piped()

// echo and editors end a line that is not part of the value.
const piped = async () => (await text(process.stdin)).replace(/\r?\n$/, '')

/** @param {string} question */
const typed = async question => {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true })
  terminal.on('SIGINT', () => process.exit(130))
  process.stderr.write(question)
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
