// DELETE /batches/ID: asks for a promoted batch's prices to be taken out again.
import type { RequestHandler } from 'express'
import { authenticate } from './authenticate.ts'
import { clearReason } from './clear-reason.ts'
import type { BatchesDependencies } from './dependencies.ts'
import { batchOf } from './get-batch.ts'
import { preferredWaitSeconds, tellWait } from './prefer.ts'
import { notWithdrawable } from './problems.ts'
import { waitForState } from './wait-for-state.ts'

export const deleteBatch =
  (dependencies: BatchesDependencies): RequestHandler =>
  async (req, res) => {
    const { database, uploads, jobs } = dependencies
    const client = await authenticate(database, req, res)
    const batch = await batchOf(database, req)
    refuseWhere(batch)

    const batchId = batch.id
    const sendJob = await jobs.ready()
    const asked = await uploads.transaction(async connection => {
      const isNew = await sendJob(
        connection,
        'withdrawal',
        { batchId, client },
        { singletonKey: String(batchId) },
      )
      return isNew ? await clearReason(connection, batchId) : batch
    })

    const waitSeconds = preferredWaitSeconds(req.headers.prefer)
    tellWait(res, waitSeconds)
    const patience = { res, seconds: waitSeconds }
    const settled = await waitForState(dependencies, asked, ['withdrawn'], patience)
    res.status(settled.state === 'withdrawn' ? 200 : 202)
    res.set({ Location: `/batches/${batchId}`, 'Cache-Control': 'no-store' }).json(settled)
  }

/** @throws Problem 409; the worker looks again, as the batch may change meanwhile */
const refuseWhere = ({ id, state, purged_at }: Awaited<ReturnType<typeof batchOf>>) => {
  if (state !== 'promoted') {
    throw notWithdrawable(
      'batch_not_promoted',
      `Batch ${id} is ${state}: only a promoted one can be withdrawn.`,
    )
  }
  if (purged_at !== null) {
    throw notWithdrawable(
      'batch_purged',
      `The rows of batch ${id} were removed from staging at ${purged_at}, so it can't be withdrawn.`,
    )
  }
}
