// Writes down why a promoted batch could not be withdrawn; nobody waits for it any more.
import { sql } from 'slonik'
import type { Ask } from './database.ts'

export const markRefused = (
  database: Ask,
  { batchId, reason }: { batchId: number; reason: string },
) =>
  database.query(sql.unsafe`
    update batches
       set reason                  = ${reason},
           withdrawal_requested_at = null
     where id = ${batchId}
       and state = 'promoted'
  `)
