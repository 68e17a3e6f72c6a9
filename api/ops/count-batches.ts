// How many batches there are in each state, and since when the oldest unfinished one waits.
import { sql } from 'slonik'
import { z } from 'zod'
import type { Database } from '../postgres.ts'

const row = z.object({ state: z.string(), count: z.number(), oldest: z.number().nullable() })

export type BatchCount = z.infer<typeof row>

/** `oldest` in seconds; null for batches that have come to their end. */
export const countBatches = (database: Pick<Database, 'any'>) =>
  database.any(sql.type(row)`
    select state,
           count(*)::integer as count,
           extract(epoch from clock_timestamp() - min(decided_at)
             filter (where state in ('accepted', 'promoting')))::float8 as oldest
      from batches
     group by state
  `)
