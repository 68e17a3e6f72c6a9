// Waits until a batch is in one of some states, as long as the client likes to and is there.
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { BatchesDependencies } from './dependencies.ts'
import { findBatch } from './find-batch.ts'
import type { Batch, BatchState } from './representation.ts'

const firstLookMs = 25
const longestLookMs = 250
const second = 1_000

type Dependencies = Pick<BatchesDependencies, 'database' | 'isDraining'>

type Patience = { res: ServerResponse; seconds: number | undefined }

/** The batch as it is then, or when the time is over, the client gone or this process shutting down. */
export const waitForState = async (
  { database, isDraining }: Dependencies,
  batch: Batch,
  wanted: BatchState[],
  { res, seconds = 0 }: Patience,
) => {
  const deadlineMs = performance.now() + seconds * second
  let latest = batch
  for (let lookMs = firstLookMs; !wanted.includes(latest.state); lookMs *= 2) {
    const leftMs = deadlineMs - performance.now()
    if (leftMs <= 0 || isDraining() || res.closed) break
    await delay(Math.min(lookMs, longestLookMs, leftMs))
    // What was accepted stays accepted, even where the database can't be asked about it now.
    latest = (await findBatch(database, batch.id).catch(() => undefined)) ?? latest
  }
  return latest
}
