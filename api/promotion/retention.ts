// Retention: the rows of batches decided long ago leave staging, an hour's worth at a time.
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { WorkDatabase } from './database.ts'
import { purgeSlice } from './purge-slice.ts'

const hourMs = 3_600_000

// 50,000 rows go in about 0.1 s; a longer transaction would hold up vacuum.
const sliceRows = 50_000

type Dependencies = {
  database: Pick<WorkDatabase, 'transact'>
  retentionDays: number
  end: AbortSignal
  log: Pick<Logger, 'warn'>
}

/** Purges now and every hour until `end`. Any number of workers may do it at once. */
export const keepPurging = async ({ database, retentionDays, end, log }: Dependencies) => {
  while (!end.aborted) {
    await purge(database, { retentionDays, end }).catch(
      err => end.aborted || log.warn({ err }, 'staging could not be purged, next try in an hour'),
    )
    await delay(hourMs, undefined, { signal: end }).catch(() => {})
  }
}

const purge = async (
  { transact }: Pick<WorkDatabase, 'transact'>,
  { retentionDays, end }: Pick<Dependencies, 'retentionDays' | 'end'>,
) => {
  while (await purgeSlice(transact, end, { retentionDays, rows: sliceRows }));
}
