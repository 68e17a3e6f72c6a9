// Who sends this: the name of the token that came with the request.
import type { Request, Response } from 'express'
import { sql } from 'slonik'
import { z } from 'zod'
import type { Database } from '../postgres.ts'
import { hashToken } from '../tokens/token.ts'
import { unauthorized } from './problems.ts'

const bearer = /^Bearer +([\w.~+/-]+=*)$/i

/**
 * Looks the hash up, so the time it takes tells nothing about any token. The log of the request has
 * the name, too.
 *
 * @throws Problem 401
 */
export const authenticate = async (
  database: Pick<Database, 'any'>,
  req: Request,
  res: Response,
) => {
  const [, token] = bearer.exec(req.headers.authorization ?? '') ?? []
  if (token === undefined) throw unauthorized('no_token')

  const [found] = await database.any(validToken(hashToken(token)))
  if (!found) throw unauthorized('bad_token')
  res.locals.client = found.name
  return found.name
}

const validToken = (sha256: string) => sql.type(z.object({ name: z.string() }))`
  select name
    from ops.tokens
   where sha256 = ${sha256}
     and revoked_at is null
`
