// Batches, the newest first, a page at a time.
import { type CommonQueryMethods, sql } from 'slonik'
import { z } from 'zod'
import { leastSeen, readersBehind } from '../data-version/behind.ts'
import { type Batch, type BatchState, representation } from './representation.ts'

/** `after` is the number of the last batch of the page before. */
export type Page = { state: BatchState | undefined; limit: number; after: number | undefined }

/** One more than `limit` where there is another page. */
export const listBatches = async (database: Pick<CommonQueryMethods, 'any'>, page: Page) => {
  const found = await database.any(onPage(page))
  return found.map(({ batch }) => batch)
}

const onPage = (page: Page) => sql.type(z.object({ batch: z.custom<Batch>() }))`
  select ${representation} as batch
    from public.batches b
   where b.id in (${page.state === undefined ? any(page) : told(page.state, page)})
   order by b.id desc
   limit ${page.limit + 1}
`

const any = (page: Page) => sql.fragment`select id from public.batches where ${newest(page)}`

const told = (state: BatchState, page: Page) => sql.fragment`
  (select id
     from public.batches
    where state = ${state}
      and not ${state === 'promoted' || state === 'withdrawn' ? behind : sql.fragment`false`}
      and ${newest(page)})
  union all
  (select id
     from public.batches
    where state = ${toldLate[state] ?? null}
      and data_version > ${leastSeen}
      -- Always so; it tells the planner that those in between are few.
      and data_version <= (select version from ops.data_version)
      and ${newest(page)})`

const newest = ({ after, limit }: Page) => sql.fragment`
  id < coalesce(${after ?? null}::bigint, 9223372036854775807) order by id desc limit ${limit + 1}`

const behind = readersBehind(sql.fragment`data_version`)

// What is told lags behind what is so, see representation.ts: what these become is told as these.
const toldLate: Partial<Record<BatchState, BatchState>> = {
  promoting: 'promoted',
  promoted: 'withdrawn',
}
