// The oldest batch whose rows have been in staging long enough; passes over those in other hands.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'

export const lockBatchToPurge = (
  transaction: Pick<CommonQueryMethods, 'maybeOne'>,
  retentionDays: number,
) =>
  transaction.maybeOne(sql.type(z.object({ id: z.number() }))`
    select id::float8 as id
      from batches
     where state in ('promoted', 'withdrawn', 'failed')
       and purged_at is null
       and decided_at < now() - make_interval(days => ${retentionDays})
     order by batches.id
     limit 1
       for update skip locked
  `)
