// A change of a host: nobody else's at the same time, and written down.
import { stopIfAsked } from '#provision/aws/wait.ts'
import type { FencedHost } from '#provision/lock/fence.ts'
import { withLock } from '#provision/lock/lock.ts'
import { explainFullDisk } from '#provision/release/disk.ts'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { type Named, recordRun } from './history.ts'
import type { Kind } from './lines.ts'
import type { Step } from './steps.ts'
import { whoami } from './whoami.ts'

export type Recorded = {
  host: Host
  kind: Kind
  commit: string
  /** Its id, where it has one yet. */
  release?: string
  /** What it is about, for those who find the lock taken; the kind and the release where it is empty. */
  why: string
  waitMs: number | undefined
  /** Nothing heard from here for that long ends it; as the lock has it unless given. */
  silenceMs?: number
  say: Say
  redact: (text: string) => string
  signal: AbortSignal
}

export const recorded = <T>(
  wanted: Recorded,
  work: (fenced: FencedHost, step: Step, named: Named) => Promise<T>,
): Promise<T> => {
  const { host, kind, commit, release = commit.slice(0, 7), say, redact, signal } = wanted
  const why = wanted.why || `${kind} of ${release}`
  const { owner, from } = whoami()
  const lock = { owner, from, why, say, signal, ...bounds(wanted) }
  const told = { kind, who: owner, from, commit, release, why }
  const run = (fenced: FencedHost) =>
    recordRun(fenced, { ...told, say, redact, signal }, (step, named) => {
      const said: Step = (name, part) => {
        stopIfAsked(signal)
        say(`==> ${name}`)
        return step(name, part)
      }
      return work(fenced, said, named)
    })
  // The lock and the history are files, too.
  return explainFullDisk(host, () => withLock(host, lock, run))
}

const bounds = ({ waitMs, silenceMs }: Recorded) => ({
  ...(waitMs === undefined ? {} : { waitMs }),
  ...(silenceMs === undefined ? {} : { silenceMs }),
})
