// One batch, as clients see it.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'
import { type Batch, representation } from './representation.ts'

export const findBatch = async (database: Pick<CommonQueryMethods, 'any'>, id: number) => {
  const [found] = await database.any(byId(id))
  return found?.batch
}

const byId = (id: number) => sql.type(z.object({ batch: z.custom<Batch>() }))`
  select ${representation} as batch
    from public.batches b
   where b.id = ${id}
`
