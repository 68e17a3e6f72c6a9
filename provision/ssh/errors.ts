// What can go wrong between here and a host, as sentences for the operator.
import { Refusal } from '../errors.ts'

const shownLines = 20

/** The connection ended under a command. What the command did is unknown; parts look before they act. */
export class ConnectionLost extends Refusal {
  override name = 'ConnectionLost'
  constructor(doing: string, where: string, cause?: unknown) {
    const reason = cause instanceof Error ? ` (${cause.message})` : ''
    super(
      `The connection to ${where} was lost${reason} while this ran: ${doing}\n` +
        'Run the same command again, it continues.',
      { cause },
    )
  }
}

/** A command on the host ended with anything but 0. */
export class CommandFailed extends Refusal {
  override name = 'CommandFailed'
  readonly code: number
  readonly output: string

  constructor(command: string, where: string, end: { code: number; output: string }) {
    super(`Exit code ${end.code} of this on ${where}: ${command}${lastLines(end.output)}`)
    this.code = end.code
    this.output = end.output
  }
}

/** A command ran longer than it may. It was ended on the host, too. */
export class CommandTimedOut extends Refusal {
  override name = 'CommandTimedOut'
  constructor(command: string, where: string, end: { timeoutMs: number; output: string }) {
    super(
      `This took longer than ${end.timeoutMs / 1000} s on ${where} and was ended: ${command}` +
        `${lastLines(end.output)}\nLook at the host's load and network, then run the same command again.`,
    )
  }
}

const lastLines = (output: string) => {
  const lines = output.trimEnd().split('\n').slice(-shownLines)
  return lines.join('') === '' ? '\nIt said nothing.' : `\nIts last lines:\n  ${lines.join('\n  ')}`
}
