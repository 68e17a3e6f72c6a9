// Writes down that a batch will never be promoted, and why.
import { sql } from 'slonik'
import type { Ask } from './database.ts'

// Sent again under its own, it would be answered with this batch.
const nextMove = 'Once that is mended, send it again under a new key.'

/** False where it was promoted after all, or had failed before: such a batch is left alone. */
export const markFailed = async (
  database: Ask,
  { batchId, reason }: { batchId: number; reason: string },
) => {
  const { rowCount } = await database.query(sql.unsafe`
    update batches
       set state  = 'failed',
           reason = ${`${reason} ${nextMove}`}
     where id = ${batchId}
       and state in ('accepted', 'promoting')
  `)
  return rowCount === 1
}
