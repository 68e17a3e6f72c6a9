// The job queue out of reach: a line when it goes and one when it is back, and none for each try between.
import type { Logger } from 'pino'
import { isDatabaseAway, sqlState } from '../database-errors.ts'

export type Outage = ReturnType<typeof createOutage>

export const createOutage = (log: Pick<Logger, 'info' | 'warn'>) => {
  let sinceMs: number | undefined

  return {
    gone: (error: unknown) => {
      if (sinceMs !== undefined) return
      sinceMs = performance.now()
      log.warn(reasonOf(error), 'no way to the job queue, tried again every second')
    },
    back: () => {
      if (sinceMs === undefined) return
      const away_ms = Math.round(performance.now() - sinceMs)
      sinceMs = undefined
      log.info({ away_ms }, 'the job queue is there again')
    },
    /** What pg-boss reports beside what it is asked for: the members of an error. */
    trouble: (err: object) => {
      const error = Object.assign(new Error('unknown'), err)
      if (sinceMs === undefined && !isDatabaseAway(error))
        log.warn({ err }, 'the job queue has trouble')
    },
  }
}

// An absent database is known by a few words; only what was not foreseen needs a stack.
const reasonOf = (error: unknown) =>
  isDatabaseAway(error) ? { cause: (error as Error).message || sqlState(error) } : { err: error }
