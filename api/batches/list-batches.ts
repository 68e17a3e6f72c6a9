// Batches, the newest first, a page at a time.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'
import { type Batch, type BatchState, representation, states } from './representation.ts'

/** `after` is the number of the last batch of the page before. */
export type Page = { state: BatchState | undefined; limit: number; after: number | undefined }

// What is told may lag behind what is so, see representation.ts.
const laggards: Partial<Record<BatchState, BatchState[]>> = {
  promoting: ['promoting', 'promoted'],
  promoted: ['promoted', 'withdrawn'],
}

const storedAs = (state: BatchState | undefined) =>
  state === undefined ? [...states] : (laggards[state] ?? [state])

/** One more than `limit` where there is another page. */
export const listBatches = async (database: Pick<CommonQueryMethods, 'any'>, page: Page) => {
  const found = await database.any(onPage(page))
  return found.map(({ batch }) => batch)
}

const onPage = ({ state, limit, after }: Page) => sql.type(z.object({ batch: z.custom<Batch>() }))`
  select batch
    from (
      select b.id, ${representation} as batch
        from public.batches b
       where b.state = any (${sql.array(storedAs(state), 'text')})
         and b.id < coalesce(${after ?? null}::bigint, 9223372036854775807)
    ) newest
   where batch ->> 'state' = coalesce(${state ?? null}, batch ->> 'state')
   order by id desc
   limit ${limit + 1}
`
