// Writes down that a batch's prices are gone, and since which data version.
import { type CommonQueryMethods, sql } from 'slonik'
import { raiseDataVersion } from './raise-data-version.ts'

export const markWithdrawn = async (
  transaction: Pick<CommonQueryMethods, 'query'>,
  batchId: number,
) => {
  await raiseDataVersion(transaction)
  await transaction.query(sql.unsafe`
    update batches
       set state        = 'withdrawn',
           withdrawn_at = clock_timestamp(),
           reason       = null,
           data_version = (select version from ops.data_version)
     where id = ${batchId}
  `)
}
