// Says that a worker has begun with a batch.
import { sql } from 'slonik'
import type { Ask } from './database.ts'

/** False where there is nothing to promote (any more). */
export const markPromoting = async (database: Ask, batchId: number) => {
  const { rowCount } = await database.query(sql.unsafe`
    update batches
       set state        = 'promoting',
           promoting_at = clock_timestamp()
     where id = ${batchId}
       and state in ('accepted', 'promoting')
  `)
  return rowCount === 1
}
