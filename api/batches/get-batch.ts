// GET /batches/ID: what became of a batch.
import type { Request, RequestHandler } from 'express'
import { authenticate } from './authenticate.ts'
import type { BatchesDependencies } from './dependencies.ts'
import { findBatch } from './find-batch.ts'
import { noSuchBatch } from './problems.ts'

type Dependencies = Pick<BatchesDependencies, 'database'>

export const getBatch =
  ({ database }: Dependencies): RequestHandler =>
  async (req, res) => {
    await authenticate(database, req, res)

    res.set('Cache-Control', 'no-store').json(await batchOf(database, req))
  }

const wholeNumber = /^[1-9]\d{0,14}$/

/** The batch that the path names. @throws Problem 404 */
export const batchOf = async (database: Dependencies['database'], req: Request) => {
  const id = String(req.params.id)
  const batch = wholeNumber.test(id) ? await findBatch(database, Number(id)) : undefined
  if (!batch) throw noSuchBatch(id)
  return batch
}
