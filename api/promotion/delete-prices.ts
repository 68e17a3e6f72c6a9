// Deletes from prices as many copies of each row as a batch brought; those of other batches stay.
import { type CommonQueryMethods, sql } from 'slonik'

/** Where in prices to look, as `(page,row)`; null for everywhere. */
export type Places = { first: string; last: string } | null

/** Returns how many rows went. */
export const deletePrices = async (
  transaction: Pick<CommonQueryMethods, 'query'>,
  batchId: number,
  places: Places,
) => {
  const { rowCount } = await transaction.query(sql.unsafe`
    with brought as (
      select orig_code, dest_code, day, price,
             count(*) as copies,
             -- To sort by a number takes a tenth of the time that four columns take.
             row_number() over () as number
        from staging
       where batch_id = ${batchId}
       group by 1, 2, 3, 4
    ),
    numbered as (
      select p.ctid as place,
             copies,
             row_number() over (partition by number) as copy
        from (select *, ctid from prices p where ${isIn(places)}) p
        -- A full join is never made in a nested loop, which would take hours where the planner
        -- expects one row of a batch that it has no statistics of. A plain condition would undo that.
        full join brought using (orig_code, dest_code, day, price)
       where coalesce(copies, 0) > 0
    )
    delete from prices p
     using (select place from numbered where copy <= copies order by place) doomed
     where p.ctid = doomed.place
       and ${isBetween(places)}
  `)
  return rowCount
}

// PostgreSQL 13 finds a row by its place at once, but not all rows between two places: each place is
// named. For more pages than these, reading the whole table and comparing is quicker.
const fewPages = 1_000

// More rows don't fit into a page of 8 kB.
const rowsOfPage = 291

const isIn = (places: Places) => {
  if (places === null) return isBetween(places)
  const [first, last] = [pageOf(places.first), pageOf(places.last)]
  if (last - first >= fewPages) return isBetween(places)
  return sql.fragment`
    ${isBetween(places)}
    and p.ctid = any (array(
      select format('(%s,%s)', page, row)::tid
        from generate_series(${first}::bigint, ${last}::bigint) page,
             generate_series(1, ${rowsOfPage}::bigint) row
    ))`
}

const isBetween = (places: Places) =>
  places === null
    ? sql.fragment`true`
    : sql.fragment`p.ctid >= ${places.first}::tid and p.ctid <= ${places.last}::tid`

const pageOf = (place: string) => Number(place.slice(1).split(',')[0])
