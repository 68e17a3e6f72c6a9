// A host that is connected to: commands run on it, files put on it.
import type { Readable, Writable } from 'node:stream'
import type { NodeSSH } from 'node-ssh'
import { putOn } from './put.ts'
import { type Connection, runOn } from './run.ts'

export { connect } from './connect.ts'

export type RunOptions = {
  stdin?: string | Buffer | Readable
  /** Where standard output goes instead of into the result: a dump is larger than memory. */
  stdout?: Writable
  /** Words in front of the command, what runs it: errors leave them out. */
  under?: readonly string[]
  /** As root; true unless said otherwise. */
  sudo?: boolean
  /** 10 minutes unless said otherwise; then the command is ended on the host, too. */
  timeoutMs?: number
  /** Ends the command on the host, too. The connection's own signal does so in any case. */
  signal?: AbortSignal
  /** Each line of standard output and standard error, as it comes. */
  onLine?: (line: string) => void
  /** An exit code other than 0 is an answer, not an error. */
  mayFail?: boolean
}

export type Ended = { code: number; stdout: string; stderr: string }

export type PutOptions = { mode: number; owner?: string }

export type Host = {
  /** As the operator knows it: `203.0.113.7`, or `127.0.0.1:2222` where the port is not 22. */
  address: string
  /** @throws CommandFailed, CommandTimedOut, ConnectionLost, or the reason of an aborted signal */
  run(argv: readonly string[], options?: RunOptions): Promise<Ended>
  /**
   * A file, whole or not at all: written beside its path, nobody's but root's until it is renamed.
   * The folder exists; the content is in no argument list.
   */
  put(path: string, content: string | Buffer | Readable, options: PutOptions): Promise<void>
  close(): void
}

export const hostOver = (ssh: NodeSSH, connection: Connection): Host => {
  const run = runOn(connection)
  return { address: connection.address, run, put: putOn(run), close: () => ssh.dispose() }
}
