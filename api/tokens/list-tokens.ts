// Every token by name, and since when it is valid or refused.
import type { ClientBase } from 'pg'

export type TokenRecord = { name: string; created_at: Date; revoked_at: Date | null }

export const listTokens = async (client: ClientBase) => {
  const { rows } = await client.query<TokenRecord>(`
    select name, created_at, revoked_at
      from ops.tokens
     order by created_at, name
  `)
  return rows
}
