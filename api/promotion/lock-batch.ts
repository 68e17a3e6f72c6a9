// Takes hold of a batch, so that nobody else changes it until the transaction ends.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'

const row = z.object({ state: z.string(), rows: z.number(), purged: z.boolean() })

export const lockBatch = (transaction: Pick<CommonQueryMethods, 'maybeOne'>, batchId: number) =>
  transaction.maybeOne(sql.type(row)`
    select state,
           rows::float8          as rows,
           purged_at is not null as purged
      from batches
     where id = ${batchId}
       for update
  `)
