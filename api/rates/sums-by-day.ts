// The prices of one route, counted and summed by day; days without prices are not in the answer.
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
    select day::text            as day,
           count(*)::integer    as count,
           sum(price)::float8   as sum
      from prices
     where orig_code = ${origCode}
       and dest_code = ${destCode}
       and day between ${formatDay(from)} and ${formatDay(to)}
     group by day
  `)
