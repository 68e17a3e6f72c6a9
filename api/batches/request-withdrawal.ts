// Writes down that a batch's withdrawal is asked for, and forgets why an earlier one was refused.
import type { ClientBase } from 'pg'
import { type Batch, representation } from './representation.ts'

export const requestWithdrawal = async (client: ClientBase, id: number) => {
  const { rows } = await client.query<{ batch: Batch }>(
    `update public.batches b
        set withdrawal_requested_at = clock_timestamp(),
            reason = null
      where b.id = $1
     returning ${representation.sql} as batch`,
    [id],
  )
  return rows[0]?.batch as Batch
}
