// Writes down that a batch's prices are visible, since which data version, and where they are.
import { type CommonQueryMethods, sql } from 'slonik'
import type { Inserted } from './insert-prices.ts'
import { raiseDataVersion } from './raise-data-version.ts'

export const markPromoted = async (
  transaction: Pick<CommonQueryMethods, 'query'>,
  batchId: number,
  { first, last }: Inserted,
) => {
  await raiseDataVersion(transaction)
  await transaction.query(sql.unsafe`
    update batches
       set state        = 'promoted',
           promoted_at  = clock_timestamp(),
           first_place  = ${first}::tid,
           last_place   = ${last}::tid,
           data_version = (select version from ops.data_version)
     where id = ${batchId}
  `)
}
