// Forgets why an earlier withdrawal of a batch was refused: another one is asked for.
import type { ClientBase } from 'pg'
import { type Batch, representation } from './representation.ts'

export const clearReason = async (client: ClientBase, id: number) => {
  const { rows } = await client.query<{ batch: Batch }>(
    `update public.batches b
        set reason = null
      where b.id = $1
     returning ${representation.sql} as batch`,
    [id],
  )
  return rows[0]?.batch as Batch
}
