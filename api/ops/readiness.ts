// Whether this process should get traffic: the database answers, holds a whole dump, is migrated.
import type { RequestHandler } from 'express'
import { type DatabasePool, sql } from 'slonik'
import { z } from 'zod'
import type { Migration } from '#db/migrations.ts'
import { isDatabaseAway, sqlState } from '../postgres.ts'
import { notReady } from '../problems.ts'

type Dependencies = {
  database: Pick<DatabasePool, 'any'>
  migrations: Pick<Migration, 'name' | 'sha256'>[]
  isDraining: () => boolean
}

const undefinedTable = '42P01'
const noPrivilege = '42501'

/** `GET /readyz`: 200, or 503 with the reason. Touches nothing but the database's own records. */
export const readyz =
  (dependencies: Dependencies): RequestHandler =>
  async (_req, res) => {
    const reason = await reasonNotReady(dependencies)
    if (reason) throw notReady(reason)

    res.set('Cache-Control', 'no-store').json({ status: 'ready' })
  }

const reasonNotReady = async ({ database, migrations, isDraining }: Dependencies) => {
  if (isDraining()) return 'This process is shutting down.'
  try {
    return missing(migrations, await database.any(recordsQuery))
  } catch (error) {
    if (isDatabaseAway(error)) return 'The database does not answer.'
    if ([undefinedTable, noPrivilege].includes(sqlState(error) ?? '')) {
      return 'The database holds no verified dump, or has not been migrated: see its log.'
    }
    throw error
  }
}

const recordsQuery = sql.type(z.object({ name: z.string(), sha256: z.string() }))`
  select name, sha256
    from ops.migration_checksums
   where exists (select from ops.dump)
`

// A database ahead of this release is fine: during a release the old containers see it, too.
const missing = (
  migrations: Dependencies['migrations'],
  applied: readonly { name: string; sha256: string }[],
) => {
  const here = new Set(applied.map(({ name, sha256 }) => name + sha256))
  const first = migrations.find(({ name, sha256 }) => !here.has(name + sha256))
  return first && `Migration ${first.name} of this release has not run in the database.`
}
