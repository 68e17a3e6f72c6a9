// The batch that a client sent earlier under an idempotency key, if any.
import type { ClientBase } from 'pg'
import { type Batch, representation } from './representation.ts'

export const findByKey = async (client: ClientBase, name: string, key: string) => {
  const { rows } = await client.query<{ batch: Batch }>(
    `select ${representation.sql} as batch
       from public.batches b
      where b.client = $1
        and b.idempotency_key = $2`,
    [name, key],
  )
  return rows[0]?.batch
}
