// Deletes from prices as many copies of each row as a batch brought; those of other batches stay.
import { type CommonQueryMethods, sql } from 'slonik'

/** Returns how many rows went. */
export const deletePrices = async (
  transaction: Pick<CommonQueryMethods, 'query'>,
  batchId: number,
) => {
  const { rowCount } = await transaction.query(sql.unsafe`
    with brought as (
      select orig_code, dest_code, day, price, count(*) as copies
        from staging
       where batch_id = ${batchId}
       group by 1, 2, 3, 4
    ),
    numbered as (
      select p.ctid as place,
             copies,
             row_number() over (partition by orig_code, dest_code, day, price) as copy
        from prices p
        join brought using (orig_code, dest_code, day, price)
    )
    delete from prices
     where ctid in (select place from numbered where copy <= copies)
  `)
  return rowCount
}
