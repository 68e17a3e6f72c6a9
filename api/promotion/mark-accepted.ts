// Says that a batch waits again: the worker that had begun with it has undone what it did.
import { sql } from 'slonik'
import type { Ask } from './database.ts'

/** Leaves every other state alone: withdrawals are given back, too. */
export const markAccepted = (database: Ask, batchId: number) =>
  database.query(sql.unsafe`
    update batches
       set state        = 'accepted',
           promoting_at = null
     where id = ${batchId}
       and state = 'promoting'
  `)
