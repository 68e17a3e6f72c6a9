// Withdrawal: exactly the rows of a promoted batch leave prices again, in one transaction.
import type { WorkDatabase } from './database.ts'
import { deletePrices } from './delete-prices.ts'
import { lockBatch } from './lock-batch.ts'
import { markRefused } from './mark-refused.ts'
import { markWithdrawn } from './mark-withdrawn.ts'
import type { Outcome } from './outcome.ts'

class PricesMissing extends Error {}

// Two withdrawals at once may choose the same of several equal prices. The second then comes up
// short, undoes all, and sees at its next try what the first has left.
const tries = 3

export const withdraw = async (
  database: WorkDatabase,
  batchId: number,
  end: AbortSignal,
  triesLeft = tries,
): Promise<Outcome> => {
  try {
    return await remove(database, batchId, end)
  } catch (error) {
    if (!(error instanceof PricesMissing)) throw error
    if (triesLeft > 1) return withdraw(database, batchId, end, triesLeft - 1)
    await markRefused(database, { batchId, reason: error.message })
    return { outcome: 'refused', reason: error.message }
  }
}

const remove = (database: WorkDatabase, batchId: number, end: AbortSignal) =>
  database.transact<Outcome>(end, async transaction => {
    const batch = await lockBatch(transaction, batchId)
    if (batch?.state === 'withdrawn') return { outcome: 'nothing to do' }
    if (batch?.state !== 'promoted') return refused(`It is ${batch?.state ?? 'not there'}.`)
    if (batch.purged) return refused('Its rows have left staging.')

    const rows = await deletePrices(transaction, batchId)
    if (rows !== batch.rows)
      throw new PricesMissing(
        `Only ${rows} of its ${batch.rows} prices are still in staging and prices: none was withdrawn.`,
      )

    await markWithdrawn(transaction, batchId)
    return { outcome: 'withdrawn', rows }
  })

const refused = (reason: string): Outcome => ({ outcome: 'refused', reason })
