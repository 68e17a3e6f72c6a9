// DELETE /batches/ID: asks for a promoted batch's prices to be taken out again.
import type { RequestHandler, Response } from 'express'
import { authenticate } from './authenticate.ts'
import type { BatchesDependencies } from './dependencies.ts'
import { batchOf } from './get-batch.ts'
import { preferredWaitSeconds, tellWait } from './prefer.ts'
import { notWithdrawable } from './problems.ts'
import type { Batch } from './representation.ts'
import { requestWithdrawal } from './request-withdrawal.ts'
import { waitForState } from './wait-for-state.ts'

export const deleteBatch =
  (dependencies: BatchesDependencies): RequestHandler =>
  async (req, res) => {
    const { database, uploads, jobs } = dependencies
    const client = await authenticate(database, req, res)
    const batch = await batchOf(database, req)
    const batchId = batch.id
    // Asked again by someone who has not heard that it is done.
    if (batch.state === 'withdrawn') return answer(res, batch)
    refuseWhere(batch)

    const sendJob = await jobs.ready()
    const asked = await uploads.transaction(async connection => {
      const isNew = await sendJob(
        connection,
        'withdrawal',
        { batchId, client },
        { singletonKey: String(batchId) },
      )
      return isNew ? await requestWithdrawal(connection, batchId) : batch
    })

    const waitSeconds = preferredWaitSeconds(req.headers.prefer)
    tellWait(res, waitSeconds)
    const patience = { res, seconds: waitSeconds }
    const settled = await waitForState(dependencies, asked, ['withdrawn'], patience)
    answer(res, settled)
  }

const answer = (res: Response, batch: Batch) => {
  res.status(batch.state === 'withdrawn' ? 200 : 202)
  res.set({ Location: `/batches/${batch.id}`, 'Cache-Control': 'no-store' }).json(batch)
}

/** @throws Problem 409; the worker looks again, as the batch may change meanwhile */
const refuseWhere = ({ id, state, purged_at }: Batch) => {
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
