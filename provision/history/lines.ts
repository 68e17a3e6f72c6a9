// The lines of a host's history: one at the start of a run, one at its end, joined to what happened.
import { z } from 'zod'
import { oneLine } from './one-line.ts'

export const kinds = ['deploy', 'rollback', 'provision', 'restore'] as const
export const verdicts = ['succeeded', 'failed', 'rolled back', 'cancelled', 'abandoned'] as const

const step = z.object({ name: oneLine, ms: z.number() })

/** By the host's clock, as `at` everywhere here. */
const at = z.iso.datetime()

const start = z.object({
  ...{ run: z.string(), at, kind: z.enum(kinds) },
  ...{ who: oneLine, from: oneLine, commit: oneLine, release: oneLine, why: oneLine },
  /** The token of the lock that it ran under. */
  lock: z.string(),
})

const end = z.object({
  ...{ run: z.string(), at, verdict: z.enum(verdicts) },
  steps: z.array(step),
  error: z.string().optional(),
  /** Where it had none at the start. */
  release: oneLine.optional(),
})

export type Kind = (typeof kinds)[number]
export type Verdict = (typeof verdicts)[number]
export type StepTime = z.infer<typeof step>
export type StartLine = z.infer<typeof start>
export type EndLine = z.infer<typeof end>

export type Run = StartLine & {
  /** Missing while it runs, and where whoever ran it is gone and nobody has come since. */
  verdict?: Verdict
  endedAt?: string
  error?: string
  steps: StepTime[]
}

/** The oldest first. What is no whole line, or another version's, is passed over. */
export const joined = (text: string): Run[] => {
  const runs = new Map<string, Run>()
  for (const line of text.split('\n').map(parsed)) {
    const begun = start.safeParse(line)
    if (begun.success) runs.set(begun.data.run, { ...begun.data, steps: [] })
    const ended = end.safeParse(line)
    if (ended.success) finish(runs, ended.data)
  }
  return [...runs.values()]
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    // Torn by a power cut, or empty.
    return undefined
  }
}

// Of a run whose start has been cut off there is nothing to tell.
const finish = (runs: Map<string, Run>, { run, verdict, at, steps, error, release }: EndLine) => {
  const begun = runs.get(run)
  if (begun && !begun.verdict)
    runs.set(run, {
      ...{ ...begun, verdict, endedAt: at, steps },
      ...(error && { error }),
      ...(release && { release }),
    })
}
