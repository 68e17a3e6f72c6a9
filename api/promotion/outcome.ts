// What became of a job, and errors that no further attempt can mend.
import { sqlState } from '../database-errors.ts'

/** `nothing to do`: another worker, or an attempt before this one, has done it. */
export type Outcome =
  | { outcome: 'promoted' | 'withdrawn' | 'nothing to do'; rows?: number }
  | { outcome: 'failed' | 'refused'; reason: string }

export class Hopeless extends Error {
  name = 'Hopeless'
}

/** The reason, where the error would come again at every attempt. */
export const hopelessReason = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  const isHopeless = error instanceof Hopeless || contentClasses.test(sqlState(error) ?? '')
  return isHopeless ? error.message : hopelessReason(error.cause)
}

// SQLSTATE classes of errors in the data: out of range, or against a constraint. A port that was
// deleted since the batch was accepted is 23503.
const contentClasses = /^2[23]...$/
