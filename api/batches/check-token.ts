// Looks again whether a client's token is valid: it may have been revoked while its batch arrived.
import type { ClientBase } from 'pg'
import { unauthorized } from './problems.ts'

/** @throws Problem 401 */
export const checkToken = async (client: ClientBase, name: string) => {
  const { rowCount } = await client.query(
    `select
       from ops.tokens
      where name = $1
        and revoked_at is null`,
    [name],
  )
  if (rowCount === 0) throw unauthorized('bad_token')
}
