// Copies a batch's rows from staging to prices; triggers there keep the rollup.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'

const row = z.object({
  rows: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
})

export type Inserted = z.infer<typeof row>

/** How many rows there were, and between which places of prices they are, where a withdrawal looks. */
export const insertPrices = (transaction: Pick<CommonQueryMethods, 'one'>, batchId: number) =>
  transaction.one(sql.type(row)`
    with inserted as (
      insert into prices (orig_code, dest_code, day, price)
      select orig_code, dest_code, day, price
        from staging
       where batch_id = ${batchId}
      returning ctid as place
    )
    select count(*)::float8 as rows,
           min(place)::text as first,
           max(place)::text as last
      from inserted
  `)
