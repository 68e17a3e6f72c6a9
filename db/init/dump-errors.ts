// What can be wrong with a dump: what happened, where, and the next move. Nothing stays loaded.
import { Refusal } from '../refusal.ts'

const nothing = 'Nothing was loaded.'
const another = 'Make the dump again, or name another one with RATES_DUMP.'

export class DumpError extends Refusal {}

export class DumpMissing extends DumpError {
  override name = 'DumpMissing'
  constructor(file: string) {
    super(`There is no dump at ${file}. Put one there, or name another one with RATES_DUMP.`)
  }
}

export class DumpUnreadable extends DumpError {
  override name = 'DumpUnreadable'
  constructor(file: string, options: ErrorOptions) {
    super(`The dump ${file} can't be read. Let this user read it: chmod a+r ${file}`, options)
  }
}

export class DumpNotAFile extends DumpError {
  override name = 'DumpNotAFile'
  constructor(file: string) {
    super(`${file} is not a file. Name the dump itself with RATES_DUMP.`)
  }
}

export class DumpEmpty extends DumpError {
  override name = 'DumpEmpty'
  constructor(file: string) {
    super(`The dump ${file} is empty. ${another}`)
  }
}

export class DumpFormatUnknown extends DumpError {
  override name = 'DumpFormatUnknown'
  constructor(file: string) {
    super(
      `${file} is neither plain SQL in UTF-8, nor gzip, nor pg_dump's custom format. ${another}`,
    )
  }
}

export class GzipDamaged extends DumpError {
  override name = 'GzipDamaged'
  constructor(file: string, cause: NodeJS.ErrnoException) {
    const what = cause.code === 'Z_BUF_ERROR' ? 'ends too early' : `is damaged (${cause.message})`
    super(`The gzip file ${file} ${what}. ${nothing} Copy it again and compare the sizes.`, {
      cause,
    })
  }
}

export class RestoreMissing extends DumpError {
  override name = 'RestoreMissing'
  constructor(file: string, options: ErrorOptions) {
    super(
      `${file} is in pg_dump's custom format and there is no pg_restore here to read it. ` +
        `Convert it where there is one: pg_restore --no-owner --no-privileges -f rates.sql ${file}`,
      options,
    )
  }
}

export class RestoreFailed extends DumpError {
  override name = 'RestoreFailed'
  constructor(file: string, output: string) {
    super(`pg_restore can't read ${file}: ${output.trim()}. ${nothing} ${another}`)
  }
}

export class DumpCutOff extends DumpError {
  override name = 'DumpCutOff'
  constructor(file: string, line: number, what: string) {
    super(`${place(file, line)}: the dump is cut off, ${what}. ${nothing} ${another}`)
  }
}

export class CommandRefused extends DumpError {
  override name = 'CommandRefused'
  constructor(file: string, line: number, command: string) {
    super(
      `${place(file, line)}: ${command} is not for a dump of one database. ${nothing} ` +
        'Make the dump with pg_dump, without --create, or take the line out.',
    )
  }
}

export class StatementRefused extends DumpError {
  override name = 'StatementRefused'
  constructor(file: string, line: number, reason: string, next: string, options: ErrorOptions) {
    super(`${place(file, line)}: ${reason}. ${nothing} ${next}`, options)
  }
}

export class DumpNotWhole extends DumpError {
  override name = 'DumpNotWhole'
  constructor(file: string, cause: Error) {
    super(`${file}: ${cause.message}. ${nothing} ${another}`, { cause })
  }
}

const place = (file: string, line: number) => `${file}, line ${line.toLocaleString('en')}`
