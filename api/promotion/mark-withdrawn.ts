// Writes down that a batch's prices are gone, who asked for it, and since which data version.
import { type CommonQueryMethods, sql } from 'slonik'
import type { BatchJob } from '../batches/queue.ts'
import { raiseDataVersion } from './raise-data-version.ts'

export const markWithdrawn = async (
  transaction: Pick<CommonQueryMethods, 'query'>,
  { batchId, client }: BatchJob,
) => {
  await raiseDataVersion(transaction)
  await transaction.query(sql.unsafe`
    update batches
       set state        = 'withdrawn',
           withdrawn_at = clock_timestamp(),
           withdrawn_by = ${client ?? null},
           reason       = null,
           data_version = (select version from ops.data_version)
     where id = ${batchId}
  `)
}
