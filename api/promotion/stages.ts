// How long each stage of a promoted batch took, by the database's clock.
import { sql } from 'slonik'
import { z } from 'zod'
import type { Ask } from './database.ts'

const row = z.object({ receive: z.number(), wait: z.number(), promote: z.number() })

/** In seconds. A batch tried more than once has waited until the last attempt. */
export const stagesOf = (database: Pick<Ask, 'one'>, batchId: number) =>
  database.one(sql.type(row)`
    select extract(epoch from decided_at - received_at)::float8    as receive,
           extract(epoch from promoting_at - decided_at)::float8   as wait,
           extract(epoch from promoted_at - promoting_at)::float8  as promote
      from batches
     where id = ${batchId}
  `)
