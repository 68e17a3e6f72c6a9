// Writes down that a batch will never be promoted, and why.
import { sql } from 'slonik'
import type { Ask } from './database.ts'

/** Leaves a batch alone that was promoted after all. */
export const markFailed = (
  database: Ask,
  { batchId, reason }: { batchId: number; reason: string },
) =>
  database.query(sql.unsafe`
    update batches
       set state  = 'failed',
           reason = ${reason}
     where id = ${batchId}
       and state in ('accepted', 'promoting')
  `)
