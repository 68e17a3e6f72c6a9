// The marker of a loaded dump, as verify.sql leaves it.
import type pg from 'pg'

export type Marker = {
  sha256: string
  sizeBytes: number
  regions: number
  ports: number
  prices: number
}

export const readMarker = async (client: pg.Client): Promise<Marker | undefined> => {
  const { rows } = await client.query("select to_regclass('ops.dump') is not null as there")
  if (!rows[0].there) return undefined

  const marker = await client.query<Marker>(`
    select sha256,
           size_bytes::float8 as "sizeBytes",
           regions::float8,
           ports::float8,
           prices::float8
      from ops.dump
  `)
  return marker.rows[0]
}
