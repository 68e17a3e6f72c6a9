// Writes down a batch that was read to its end, accepted or rejected.
import type { ClientBase } from 'pg'
import type { ReadResult } from './read/read-batch.ts'
import { type Batch, representation } from './representation.ts'

type Sent = { client: string; key: string | undefined; format: string }

/** Received since the transaction began. */
export const recordBatch = async (client: ClientBase, id: number, sent: Sent, read: ReadResult) => {
  const { rows } = await client.query<{ batch: Batch }>(
    `with b as (
       insert into public.batches
              (id, client, idempotency_key, format, rows, size_bytes, content_sha256,
               error_count, errors, state, received_at)
       overriding system value
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())
       returning *
     )
     select ${representation.sql} as batch from b`,
    [
      ...[id, sent.client, sent.key ?? null, sent.format],
      ...[read.rows, read.sizeBytes, read.sha256],
      ...[read.errors.count, JSON.stringify(read.errors.first)],
      read.errors.count === 0 ? 'accepted' : 'rejected',
    ],
  )
  return rows[0]?.batch as Batch
}
