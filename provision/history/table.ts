// A host's history for a terminal, the newest first.
import { tableLines } from '#provision/table.ts'
import type { Run, Verdict } from './lines.ts'

const titles = ['when', 'who', 'what', 'commit', 'release', 'verdict', 'took', 'slowest step']

/** `held`: the tokens of the lock that is held now; an open run under one goes on. */
export const historyLines = (runs: readonly Run[], held: readonly string[]): string[] =>
  tableLines([titles, ...runs.toReversed().map(run => row(run, held))])

/** As `verdict`, and `running` where it goes on. */
export const stateOf = ({ verdict, lock }: Run, held: readonly string[]): Verdict | 'running' =>
  verdict ?? (held.includes(lock) ? 'running' : 'abandoned')

const row = (run: Run, held: readonly string[]) => [
  run.at.slice(0, 19).replace('T', ' '),
  run.who,
  run.kind,
  run.commit.slice(0, 7),
  run.release,
  stateOf(run, held),
  run.endedAt && run.verdict !== 'abandoned'
    ? took(Date.parse(run.endedAt) - Date.parse(run.at))
    : '',
  slowest(run),
]

const slowest = ({ steps }: Run) => {
  const [step] = steps.toSorted((a, b) => b.ms - a.ms)
  return step ? `${step.name} ${took(step.ms)}` : ''
}

const took = (ms: number) => {
  const seconds = Math.round(ms / 1000)
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
