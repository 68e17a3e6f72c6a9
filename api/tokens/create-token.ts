// Makes a token; its text is returned here, once, and kept nowhere.
import type { ClientBase } from 'pg'
import { Refusal } from '#db/refusal.ts'
import { hashToken, newToken } from './token.ts'

const allowedName = /^[a-z0-9][a-z0-9-]{0,62}$/

/** @throws Refusal where the name is taken, by a revoked token too, or not a name */
export const createToken = async (client: ClientBase, name: string) => {
  if (!allowedName.test(name)) {
    throw new Refusal(
      `"${name}" can't be a token's name: 1 to 63 of a-z, 0-9 and -, not - first. Example: loader-2`,
    )
  }
  const token = newToken()
  const { rowCount } = await client.query(
    'insert into ops.tokens (name, sha256) values ($1, $2) on conflict (name) do nothing',
    [name, hashToken(token)],
  )
  if (rowCount === 0) {
    throw new Refusal(
      `There is a token ${name} already. Names are kept for the record of who sent what: choose another.`,
    )
  }
  return token
}
