// Promotion: a batch's rows go from staging to prices in one transaction, exactly once.
import type { WorkDatabase } from './database.ts'
import { insertPrices } from './insert-prices.ts'
import { lockBatch } from './lock-batch.ts'
import { markFailed } from './mark-failed.ts'
import { markPromoted } from './mark-promoted.ts'
import { markPromoting } from './mark-promoting.ts'
import { Hopeless, hopelessReason, type Outcome } from './outcome.ts'

/** Whoever comes second, whenever the first was killed, finds the batch promoted or untouched. */
export const promote = async (
  database: WorkDatabase,
  batchId: number,
  end: AbortSignal,
): Promise<Outcome> => {
  try {
    return (await markPromoting(database, batchId))
      ? await move(database, batchId, end)
      : { outcome: 'nothing to do' }
  } catch (error) {
    const reason = hopelessReason(error)
    if (!reason) throw error
    return (await markFailed(database, { batchId, reason }))
      ? { outcome: 'failed', reason }
      : { outcome: 'nothing to do' }
  }
}

const move = (database: WorkDatabase, batchId: number, end: AbortSignal) =>
  database.transact<Outcome>(end, async transaction => {
    const batch = await lockBatch(transaction, batchId)
    if (batch?.state !== 'promoting') return { outcome: 'nothing to do' }

    const inserted = await insertPrices(transaction, batchId)
    const { rows } = inserted
    if (rows !== batch.rows) throw new Hopeless(`Staging has ${rows} of its ${batch.rows} rows.`)

    await markPromoted(transaction, batchId, inserted)
    return { outcome: 'promoted', rows }
  })
