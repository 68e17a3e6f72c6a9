// How long each named part of a run took.
import type { StepTime } from './lines.ts'

/** Does a named part of a run. */
export type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** Adds each part to `times` when it ends, however it ends. */
export const timedSteps =
  (times: StepTime[]): Step =>
  async (name, work) => {
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      times.push({ name, ms: Math.round(performance.now() - startedAt) })
    }
  }
