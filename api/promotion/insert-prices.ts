// Copies a batch's rows from staging to prices; triggers there keep the rollup.
import { type CommonQueryMethods, sql } from 'slonik'

/** Returns how many rows there were. */
export const insertPrices = async (
  transaction: Pick<CommonQueryMethods, 'query'>,
  batchId: number,
) => {
  const { rowCount } = await transaction.query(sql.unsafe`
    insert into prices (orig_code, dest_code, day, price)
    select orig_code, dest_code, day, price
      from staging
     where batch_id = ${batchId}
  `)
  return rowCount
}
