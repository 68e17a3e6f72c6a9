// Whether this process should get traffic: the database answers, holds a whole dump, is migrated.
import type { RequestHandler } from 'express'
import { sql } from 'slonik'
import { z } from 'zod'
import type { Migration } from '#db/migrations.ts'
import { isDatabaseAway, isPoolBusy, sqlState } from '../database-errors.ts'
import type { Database } from '../postgres.ts'
import { notReady } from '../problems.ts'

type Dependencies = {
  database: Pick<Database, 'one'>
  migrations: Pick<Migration, 'name' | 'sha256'>[]
  isDraining: () => boolean
}

const undefinedTable = '42P01'
const noPrivilege = '42501'

/** `GET /readyz`: 200, or 503 with the reason. Touches nothing but the database's own records. */
export const readyz =
  (dependencies: Dependencies): RequestHandler =>
  async (_req, res) => {
    const { reason, cause } = await reasonNotReady(dependencies)
    if (reason) throw notReady(reason, cause)

    res.set('Cache-Control', 'no-store').json({ status: 'ready' })
  }

type Reason = { reason?: string | undefined; cause?: unknown }

const reasonNotReady = async (dependencies: Dependencies): Promise<Reason> => {
  const { database, migrations, isDraining } = dependencies
  if (isDraining()) return { reason: 'This process is shutting down.' }
  try {
    const { loaded, applied } = await database.one(recordsQuery)
    return { reason: loaded ? notApplied(migrations, applied) : noDump }
  } catch (cause) {
    return { reason: reasonOf(cause), cause }
  }
}

const reasonOf = (error: unknown) => {
  if (isPoolBusy(error)) return 'All connections to the database are busy.'
  if (isDatabaseAway(error)) return 'The database does not answer, or refuses this login.'
  if ([undefinedTable, noPrivilege].includes(sqlState(error) ?? '')) return noDump
  throw error
}

const noDump = 'The database holds no verified dump, or has not been migrated: see its log.'

const recordsQuery = sql.type(z.object({ loaded: z.boolean(), applied: z.array(z.string()) }))`
  select exists (select from ops.dump)                                    as loaded,
         array (select name || ' ' || sha256 from ops.migration_checksums) as applied
`

// A database ahead of this release is fine: during a release the old containers see it, too.
const notApplied = (migrations: Dependencies['migrations'], applied: string[]) => {
  const missing = migrations.find(({ name, sha256 }) => !applied.includes(`${name} ${sha256}`))
  return missing && `Migration ${missing.name} of this release has not run in the database.`
}
