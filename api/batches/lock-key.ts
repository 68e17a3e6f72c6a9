// Keeps two uploads under the same idempotency key apart, until the transaction ends.
import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'

/**
 * False where another upload holds the lock. Locks of two integers are apart from those of one, which
 * migrate, the workers and pg-boss take: no key that a client can think of is one of theirs.
 */
export const lockKey = async (client: ClientBase, name: string, key: string) => {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1, $2) as locked',
    hashOf(name, key),
  )
  return rows[0]?.locked === true
}

// 64 bits of SHA-256: nobody finds a key whose lock is that of another client's key, either.
const hashOf = (name: string, key: string) => {
  const hash = createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest()
  return [hash.readInt32BE(0), hash.readInt32BE(4)]
}
