// Deletes some of the oldest batch's rows from staging that have waited there long enough.
import { sql } from 'slonik'
import type { Transact } from './database.ts'
import { lockBatchToPurge } from './lock-batch-to-purge.ts'

type Slice = { retentionDays: number; rows: number }

/** Returns false where nothing is left to purge. */
export const purgeSlice = (transact: Transact, end: AbortSignal, { retentionDays, rows }: Slice) =>
  transact(end, async transaction => {
    const batch = await lockBatchToPurge(transaction, retentionDays)
    if (!batch) return false

    const { rowCount } = await transaction.query(sql.unsafe`
      delete from staging
       where ctid = any (array(select ctid from staging where batch_id = ${batch.id} limit ${rows}))
    `)
    // From here on it can't be withdrawn, which needs all of its rows.
    if (rowCount < rows)
      await transaction.query(sql.unsafe`
        update batches set purged_at = clock_timestamp() where id = ${batch.id}
      `)
    return true
  })
