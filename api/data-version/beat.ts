// One heartbeat: writes down which version this process answers from, asks which there is.
import type pg from 'pg'
import { leaseMs } from './lease.ts'

/** `seen` undefined stands for the version there is. @returns the version there is */
export const beat = async (
  client: pg.Client,
  { id, seen }: { id: string; seen: number | undefined },
) => {
  const { rows } = await client.query({
    name: 'beat',
    text: `
      with data as (select version from ops.data_version)
      insert into ops.readers as reader (id, seen_version, lease_until)
      select $1, coalesce($2, version), now() + $3 * interval '1 ms'
        from data
          on conflict (id) do update
         set seen_version = excluded.seen_version,
             lease_until  = greatest(reader.lease_until, excluded.lease_until)
      returning (select version::float8 from data) as version`,
    values: [id, seen, leaseMs],
  })
  return rows[0].version as number
}

export const leave = (client: pg.Client, id: string) =>
  client.query('delete from ops.readers where id = $1', [id])

/** Takes away what processes that ended without a word left behind. */
export const sweep = (client: pg.Client) =>
  client.query("delete from ops.readers where lease_until < now() - interval '1 minute'")
