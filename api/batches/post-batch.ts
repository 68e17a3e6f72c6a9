// POST /batches: takes in a batch; 202 when it is durable, 201 when the client waited for its prices.
import type { RequestHandler, Response } from 'express'
import { authenticate } from './authenticate.ts'
import { bodyOf } from './body.ts'
import type { BatchesDependencies } from './dependencies.ts'
import { readHeaders } from './headers.ts'
import { keepPace } from './pace.ts'
import { tellWait } from './prefer.ts'
import { rejected } from './problems.ts'
import type { Batch, BatchState } from './representation.ts'
import { takeIn } from './take-in.ts'
import { waitForState } from './wait-for-state.ts'

const ends: BatchState[] = ['promoted', 'failed', 'withdrawn']

export const postBatch =
  (dependencies: BatchesDependencies): RequestHandler =>
  async (req, res) => {
    const { database, limits, pace, places } = dependencies
    const client = await authenticate(database, req, res)
    const { waitSeconds, ...headers } = readHeaders(req, limits.maxBytes)

    const body = bodyOf(req, res)
    const { signal, stop } = keepPace(body, pace)
    const sent = { ...headers, client, body, limits, signal }
    const { batch, isNew } = await places
      .take(client, () => takeIn(sent, dependencies))
      .finally(() => {
        stop()
        body.destroy()
      })
    if (batch.state === 'rejected') throw rejected(batch, isNew)

    tellWait(res, waitSeconds)
    const patience = { res, seconds: waitSeconds }
    const settled = await waitForState(dependencies, batch, ends, patience)
    answer(res, settled, isNew)
  }

const answer = (res: Response, batch: Batch, isNew: boolean) => {
  const status = batch.state === 'promoted' ? 201 : 202
  res
    .status(isNew ? status : 200)
    .set({ Location: `/batches/${batch.id}`, 'Cache-Control': 'no-store' })
    .json(batch)
}
