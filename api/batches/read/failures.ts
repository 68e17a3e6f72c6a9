// What ends the reading of a batch at once. Wrong prices don't: they are listed, see findings.ts.

/** `code` is stable, for programs; the message is a sentence, for people. */
export abstract class ReadFailure extends Error {
  abstract code: string
  override name = this.constructor.name
}

/** More than one batch may have. */
export class TooLarge extends ReadFailure {
  code = 'batch_too_large'

  constructor(limit: number, unit: 'bytes' | 'rows') {
    super(`The batch has more than ${limit} ${unit}. Send it in parts.`)
  }
}

/** A line, or an item of a JSON array, without end in sight: memory would have to hold it. */
export class RecordTooLong extends ReadFailure {
  code = 'record_too_long'

  constructor(line: number, limit: number) {
    super(
      `Line ${line} (of a JSON array: item ${line}) is longer than ${limit} characters, or has a ` +
        'quote that is not closed.',
    )
  }
}

/** Not compressed as announced, damaged, or cut off. */
export class Undecodable extends ReadFailure {
  code = 'undecodable'

  constructor(encoding: string, cause: unknown) {
    super(`The body is not whole ${encoding} data: ${(cause as Error).message}.`, { cause })
  }
}

/** Not UTF-8, or with NUL characters. */
export class WrongEncoding extends ReadFailure {
  code = 'wrong_encoding'

  constructor(reason: string, cause?: unknown) {
    super(`${reason} The body has to be UTF-8.`, { cause })
  }
}

/** Not what its content type says. */
export class WrongFormat extends ReadFailure {
  code = 'wrong_format'
}

/** The client went away, or its connection broke, before the end of the body. */
export class ConnectionLost extends ReadFailure {
  code = 'connection_lost'

  constructor(cause: unknown) {
    super('The connection ended before the body did.', { cause })
  }
}
