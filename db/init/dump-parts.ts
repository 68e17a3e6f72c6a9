// Cuts a dump's text into what the database takes one by one: statements, and COPY with its rows.
import { CommandRefused, DumpCutOff, DumpFormatUnknown } from './dump-errors.ts'
import { DumpLines } from './dump-lines.ts'
import { type Statement, Statements } from './dump-statements.ts'

/** `rows` are to be read before the next part is asked for; `rowsAfter` is the line before them. */
export type Part = Statement & { rows?: AsyncGenerator<Buffer>; rowsAfter: number }

const header = '-- PostgreSQL database dump'
const trailer = '-- PostgreSQL database dump complete'
const copyFromStdin = /^copy\s[^;]*\sfrom\s+stdin\b/i
// pg_dump brackets its output with these since August 2025; they mean something to psql only.
const harmlessCommand = /^\\(un)?restrict\s/
// Known to PostgreSQL 17 and written by its pg_dump, unknown here, and without effect when zero.
const newerSetting = /^set transaction_timeout = 0;$/i
const endsTransaction =
  /^(begin|start\s+transaction|commit|end|rollback|abort|prepare\s+transaction)\b/i

export async function* dumpParts(chunks: AsyncIterable<Buffer>, file: string) {
  const lines = new DumpLines(chunks)
  const statements = new Statements()
  const seen = { header: false, trailer: false }
  try {
    for (let bytes = await lines.next(); bytes; bytes = await lines.next()) {
      const line = decode(bytes, file)
      seen.header ||= line === header
      seen.trailer ||= line === trailer
      if (line.startsWith('\\') && !statements.quoted) skipCommand(line, lines.number, file)
      else for (const each of statements.add(line, lines.number)) yield* part(each, lines, file)
    }
    requireEnd(statements, seen, lines.number, file)
  } finally {
    await lines.close()
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const decode = (bytes: Buffer, file: string): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new DumpFormatUnknown(file)
  }
}

const skipCommand = (line: string, number: number, file: string) => {
  if (!harmlessCommand.test(line)) throw new CommandRefused(file, number, firstWord(line))
}

function* part(statement: Statement, lines: DumpLines, file: string): Generator<Part> {
  if (newerSetting.test(statement.sql)) return
  if (endsTransaction.test(statement.sql))
    throw new CommandRefused(file, statement.line, firstWord(statement.sql))

  const rowsAfter = lines.number
  if (copyFromStdin.test(statement.sql))
    yield { ...statement, rowsAfter, rows: rowsOf(statement, lines, file) }
  else yield { ...statement, rowsAfter }
}

async function* rowsOf({ sql }: Statement, lines: DumpLines, file: string) {
  const ended = yield* lines.rows()
  if (!ended) throw new DumpCutOff(file, lines.number, `in the rows of "${sql}"`)
}

const requireEnd = (
  statements: Statements,
  seen: { header: boolean; trailer: boolean },
  line: number,
  file: string,
) => {
  const rest = statements.rest()
  if (rest) throw new DumpCutOff(file, rest.line, `in the middle of "${firstLine(rest.sql)}"`)
  if (seen.header && !seen.trailer)
    throw new DumpCutOff(file, line, `its last line "${trailer}" is missing`)
}

const firstWord = (text: string) => text.match(/^\\?\w+/)?.[0] ?? text
const firstLine = (text: string) => text.split('\n', 1)[0]
