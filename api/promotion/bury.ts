// The end of a promotion that failed to the last attempt: the batch says so, with the last reason.
import type { Ask } from './database.ts'
import { markFailed } from './mark-failed.ts'
import type { Outcome } from './outcome.ts'

/** `lastOutput` is what pg-boss kept of the last attempt's error, in one of its two shapes. */
export const bury = async (
  database: Ask,
  batchId: number,
  lastOutput: unknown,
): Promise<Outcome> => {
  const output = lastOutput as { message?: string; value?: { message?: string } } | null
  const last = output?.message ?? output?.value?.message ?? 'unknown'
  const reason = `The last attempt to promote it failed: ${last.replace(/\.?$/, '.')}`

  return (await markFailed(database, { batchId, reason }))
    ? { outcome: 'failed', reason }
    : { outcome: 'nothing to do' }
}
