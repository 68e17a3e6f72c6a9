// Revokes a token: requests with it are refused from now on.
import type { ClientBase } from 'pg'
import { Refusal } from '#db/refusal.ts'

/** Safe to repeat. @throws Refusal where there is no such token */
export const revokeToken = async (client: ClientBase, name: string) => {
  const { rowCount } = await client.query(
    `update ops.tokens
        set revoked_at = coalesce(revoked_at, clock_timestamp())
      where name = $1`,
    [name],
  )
  if (rowCount === 0) throw new Refusal(`There is no token ${name}. List them with: list`)
}
