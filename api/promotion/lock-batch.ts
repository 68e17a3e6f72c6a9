// Takes hold of a batch, so that nobody else changes it until the transaction ends.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'

const row = z.object({
  state: z.string(),
  rows: z.number(),
  purged: z.boolean(),
  places: z.object({ first: z.string(), last: z.string() }).nullable(),
})

export const lockBatch = (transaction: Pick<CommonQueryMethods, 'maybeOne'>, batchId: number) =>
  transaction.maybeOne(sql.type(row)`
    select state,
           rows::float8          as rows,
           purged_at is not null as purged,
           case when first_place is not null
                then json_build_object('first', first_place::text, 'last', last_place::text)
                end              as places
      from batches
     where id = ${batchId}
       for update
  `)
