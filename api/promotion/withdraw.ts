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

type Way = { lock: typeof beside; everywhere: boolean }

// Looks where promotion has put the rows. They may have moved since, by a restore of a dump or VACUUM
// FULL; and two withdrawals at once may choose the same of several equal prices. One that comes up short
// undoes all, and tries again everywhere, with no other beside it. Short even then, prices are missing.
const first: Way = { lock: beside, everywhere: false }
const second: Way = { lock: alone, everywhere: true }

export const withdraw = async (
  database: WorkDatabase,
  job: BatchJob,
  end: AbortSignal,
): Promise<Outcome> => {
  const outcome = await remove(database, job, end, first)
    .catch(unlessMissing(() => remove(database, job, end, second)))
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

const remove = (database: WorkDatabase, job: BatchJob, end: AbortSignal, way: Way) =>
  database.transact<Outcome>(end, async transaction => {
    await way.lock(transaction)
    const batch = await lockBatch(transaction, job.batchId)
    if (batch?.state === 'withdrawn') return { outcome: 'nothing to do' }
    if (batch?.state !== 'promoted') return refused(`It is ${batch?.state ?? 'not there'}.`)
    if (batch.purged) return refused('Its rows have left staging.')

    const rows = await deletePrices(transaction, job.batchId, way.everywhere ? null : batch.places)
    if (rows !== batch.rows)
      throw new PricesMissing(
        `Only ${rows} of its ${batch.rows} prices are still in staging and prices: none was withdrawn.`,
      )

    await markWithdrawn(transaction, job)
    return { outcome: 'withdrawn', rows }
  })

const refused = (reason: string): Outcome => ({ outcome: 'refused', reason })
