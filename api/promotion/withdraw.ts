// Withdrawal: exactly the rows of a promoted batch leave prices again, in one transaction.
import type { BatchJob } from '../batches/queue.ts'
import type { WorkDatabase } from './database.ts'
import { deletePrices } from './delete-prices.ts'
import { lockBatch } from './lock-batch.ts'
import { alone, beside } from './lock-withdrawals.ts'
import { markRefused } from './mark-refused.ts'
import { markWithdrawn } from './mark-withdrawn.ts'
import type { Outcome } from './outcome.ts'

class PricesMissing extends Error {}

type Lock = typeof beside

// Two withdrawals at once may choose the same of several equal prices: the second comes up short,
// undoes all, and tries again with no other beside it. Short even then, prices are really missing.
export const withdraw = async (
  database: WorkDatabase,
  job: BatchJob,
  end: AbortSignal,
): Promise<Outcome> => {
  const outcome = await remove(database, job, end, beside)
    .catch(unlessMissing(() => remove(database, job, end, alone)))
    .catch(unlessMissing(({ message }) => refused(message)))
  if (outcome.outcome === 'refused')
    await markRefused(database, { batchId: job.batchId, reason: outcome.reason })
  return outcome
}

const unlessMissing =
  (otherwise: (error: PricesMissing) => Outcome | Promise<Outcome>) => (error: unknown) => {
    if (error instanceof PricesMissing) return otherwise(error)
    throw error
  }

const remove = (database: WorkDatabase, job: BatchJob, end: AbortSignal, lock: Lock) =>
  database.transact<Outcome>(end, async transaction => {
    await lock(transaction)
    const batch = await lockBatch(transaction, job.batchId)
    if (batch?.state === 'withdrawn') return { outcome: 'nothing to do' }
    if (batch?.state !== 'promoted') return refused(`It is ${batch?.state ?? 'not there'}.`)
    if (batch.purged) return refused('Its rows have left staging.')

    const rows = await deletePrices(transaction, job.batchId)
    if (rows !== batch.rows)
      throw new PricesMissing(
        `Only ${rows} of its ${batch.rows} prices are still in staging and prices: none was withdrawn.`,
      )

    await markWithdrawn(transaction, job)
    return { outcome: 'withdrawn', rows }
  })

const refused = (reason: string): Outcome => ({ outcome: 'refused', reason })
