// Takes in a batch whole or not at all: rows, record and job are one transaction.
import type { ClientBase } from 'pg'
import { beginBatch } from './begin-batch.ts'
import type { Body } from './body.ts'
import { checkToken } from './check-token.ts'
import { copyRows } from './copy-rows.ts'
import { findByKey } from './find-by-key.ts'
import type { JobSender, SendJob } from './job-sender.ts'
import { lockKey } from './lock-key.ts'
import { keyInUse, keyReused } from './problems.ts'
import { promotionOf } from './queue.ts'
import type { Encoding } from './read/decompress.ts'
import type { Format, ReadOptions } from './read/read-batch.ts'
import { recordBatch } from './record-batch.ts'
import type { Batch } from './representation.ts'
import { sameContent } from './same-content.ts'
import type { Uploads } from './uploads.ts'

export type Sent = {
  client: string
  key: string | undefined
  format: Format
  encoding: Encoding
  body: Body
  limits: ReadOptions['limits']
  signal: AbortSignal
}
type Dependencies = { uploads: Uploads; jobs: JobSender }

export type TakenIn = { batch: Batch; isNew: boolean }

/** @throws Problem, with nothing kept; a batch with wrong prices is kept as a record of them */
export const takeIn = async (sent: Sent, { uploads, jobs }: Dependencies): Promise<TakenIn> => {
  const sendJob = await jobs.ready()
  const taken = await uploads.transaction(async client => {
    const earlier = await earlierBatch(client, sent)
    return earlier
      ? { batch: earlier, isNew: false }
      : { batch: await receive(client, sent, sendJob), isNew: true }
  })

  // Outside the transaction: a repeat needs no connection while it is compared.
  if (!taken.isNew && !(await sameContent(taken.batch, sent))) throw keyReused(taken.batch.id)
  return taken
}

const earlierBatch = async (client: ClientBase, sent: Sent) => {
  if (sent.key === undefined) return undefined
  if (!(await lockKey(client, sent.client, sent.key))) throw keyInUse()
  return findByKey(client, sent.client, sent.key)
}

const receive = async (client: ClientBase, sent: Sent, sendJob: SendJob) => {
  const { id, ports } = await beginBatch(client)
  await client.query('savepoint before_rows')
  const read = await copyRows(client, sent, { id, ports })

  if (read.errors.count > 0) await client.query('rollback to savepoint before_rows')
  await checkToken(client, sent.client)
  const batch = await recordBatch(client, id, sent, read)
  if (batch.state === 'accepted') {
    const { queue, priority } = promotionOf(read.rows)
    await sendJob(client, queue, { batchId: id }, { priority })
  }
  return batch
}
