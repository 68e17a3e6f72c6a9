// The rollup of one route: count and sum of its prices by day, for the days that have any.
import { sql } from 'slonik'
import { z } from 'zod'
import type { Database } from '../postgres.ts'
import { formatDay } from './day.ts'
import type { RatesParameters } from './parameters.ts'

const row = z.object({ day: z.string(), count: z.number(), sum: z.number() })

export type DaySum = z.infer<typeof row>

export const sumsByDay = (
  database: Pick<Database, 'any'>,
  { from, to, origCode, destCode }: RatesParameters,
) =>
  database.any(sql.type(row)`
    select day::text   as day,
           count,
           sum::float8 as sum
      from routes
      join rollup on route_id = id
     where orig_code = ${origCode}
       and dest_code = ${destCode}
       and day between ${formatDay(from)} and ${formatDay(to)}
  `)
