// How many batches there are in each state, and since when the oldest that waits for a worker does.
import { sql } from 'slonik'
import { z } from 'zod'
import type { Database } from '../postgres.ts'

const row = z.object({ state: z.string(), count: z.number(), oldest: z.number().nullable() })

export type BatchCount = z.infer<typeof row>

/**
 * Those not at their end, `withdrawing` where a withdrawal is asked for, read from indexes that have
 * no others. `oldest` in seconds.
 */
export const countUnfinished = (database: Pick<Database, 'any'>) =>
  database.any(sql.type(row)`
    select state,
           count(*)::integer as count,
           extract(epoch from clock_timestamp() - min(decided_at))::float8 as oldest
      from batches
     where state in ('accepted', 'promoting')
     group by state
     union all
    select 'withdrawing',
           count(*)::integer,
           extract(epoch from clock_timestamp() - min(withdrawal_requested_at))::float8
      from batches
     where state = 'promoted'
       and withdrawal_requested_at is not null
  `)

/** Those at their end: reads an entry for each that there ever was, 20 to 40 ms for 200,000. */
export const countEnded = (database: Pick<Database, 'any'>) =>
  database.any(sql.type(row)`
    select state,
           count(*)::integer as count,
           null as oldest
      from batches
     where state in ('promoted', 'withdrawn', 'rejected', 'failed')
     group by state
  `)
