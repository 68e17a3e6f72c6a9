// Writes down why a promoted batch could not be withdrawn.
import { sql } from 'slonik'
import type { Ask } from './database.ts'

export const markRefused = (
  database: Ask,
  { batchId, reason }: { batchId: number; reason: string },
) =>
  database.query(sql.unsafe`
    update batches
       set reason = ${reason}
     where id = ${batchId}
       and state = 'promoted'
  `)
