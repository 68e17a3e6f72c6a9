// Keeps two uploads under the same idempotency key apart, until the transaction ends.
import type { ClientBase } from 'pg'

/** False where another upload holds the lock. */
export const lockKey = async (client: ClientBase, name: string, key: string) => {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked',
    [JSON.stringify([name, key])],
  )
  return rows[0]?.locked === true
}
