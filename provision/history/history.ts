// What was done to a host, kept on it: a line at the start and a line at the end of every run.
import { randomBytes } from 'node:crypto'
import { Refusal } from '#provision/errors.ts'
import type { FencedHost } from '#provision/lock/fence.ts'
import { lockHolder } from '#provision/lock/holder.ts'
import { folder } from '#provision/release/record.ts'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import {
  type EndLine,
  joined,
  type Run,
  type StartLine,
  type StepTime,
  type Verdict,
} from './lines.ts'
import { type Step, timedSteps } from './steps.ts'

export const historyFile = `${folder}/history.jsonl`

export type RunStart = Omit<StartLine, 'run' | 'at' | 'lock'> & {
  /** Aborted, a run that fails is one that was cancelled. The host's own connection outlives it. */
  signal?: AbortSignal
  /** Keeps secrets out of what is written. */
  redact?: (text: string) => string
  say?: Say
}

/** Tells the id of the release, once it has one. */
export type Named = (release: string) => void

/** Thrown by a run that has put everything back as it was. */
export class RolledBack extends Refusal {
  override name = 'RolledBack'
}

/**
 * Writes down that `work` begins and how it ended; runs that nobody has ended are abandoned ones.
 * The outcome is that of `work`, also where its end could not be written any more.
 */
export const recordRun = async <T>(
  host: FencedHost,
  { signal, redact = text => text, say, ...told }: RunStart,
  work: (step: Step, named: Named) => Promise<T>,
): Promise<T> => {
  const run = randomBytes(6).toString('hex')
  const steps: StepTime[] = []
  const begun = { run, lock: host.token, ...told, why: redact(told.why) }
  await append(host, [...(await abandonedOn(host)), begun])
  let release: string | undefined
  const end = (verdict: Verdict, error?: string) =>
    append(host, [{ run, verdict, steps, release, ...(error && { error }) }]).catch(failure =>
      say?.(`the end of this run is not in the history: ${failure.message}`),
    )
  try {
    const outcome = await work(timedSteps(steps), id => {
      release = id
    })
    await end('succeeded')
    return outcome
  } catch (error) {
    await end(verdictOf(error, signal), redact(messageOf(error)).slice(0, longestError))
    throw error
  }
}

/** The oldest first. */
export const readHistory = async (host: Pick<Host, 'run'>): Promise<Run[]> =>
  joined((await host.run(['sh', '-c', '[ ! -e "$1" ] || cat "$1"', 'sh', historyFile])).stdout)

/** With the tokens of the lock while it was read: a run that begins or ends meanwhile is running. */
export const historyNow = async (host: Host) => {
  const before = await lockHolder(host)
  const runs = await readHistory(host)
  const holders = [before, await lockHolder(host)]
  return { runs, held: holders.flatMap(holder => holder?.token ?? []) }
}

const longestError = 2_000

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const verdictOf = (error: unknown, signal: AbortSignal | undefined): Verdict => {
  if (signal?.aborted || (error instanceof Error && error.name === 'AbortError')) return 'cancelled'
  return error instanceof RolledBack ? 'rolled back' : 'failed'
}

/** Whoever ran them held the lock before us and has not come to their end. */
const abandonedOn = async (host: FencedHost) => {
  const open = (await readHistory(host)).filter(run => !run.verdict && run.lock !== host.token)
  return open.map(({ run }) => ({ run, verdict: 'abandoned' as const, steps: [] }))
}

// 200 KB; two lines a run.
const keptLines = 1_000

type Line = Omit<StartLine, 'at'> | Omit<EndLine, 'at'>

const append = async (host: Host, lines: readonly Line[]) => {
  const stdin = lines.map(line => `${JSON.stringify(line)}\n`).join('')
  const kept = `${keptLines - lines.length}`
  const under = ['sh', '-c', appendScript]
  await host.run(['append-history', historyFile, kept], { under, stdin })
}

// In place whole or not at all; input that a lost connection has cut off ends in no line's end.
const appendScript = `
set -eu
umask 077
now=$(date -u +%FT%T.%3NZ)
touch "$1"
tail -n "$2" "$1" >"$1.new"
sed -i '$a\\' "$1.new"
sed "s/^{/{\\"at\\":\\"$now\\",/" >>"$1.new"
[ -z "$(tail -c 1 "$1.new")" ]
sync "$1.new"
mv -T "$1.new" "$1"`
