// Waits until a batch is in one of some states, as long as the client likes to.
import { setTimeout as delay } from 'node:timers/promises'
import type { BatchesDependencies } from './dependencies.ts'
import { findBatch } from './find-batch.ts'
import type { Batch, BatchState } from './representation.ts'

const firstLookMs = 25
const longestLookMs = 250
const second = 1_000

type Dependencies = Pick<BatchesDependencies, 'database' | 'isDraining'>

/** The batch as it is then, or when the time is over, or when this process shuts down. */
export const waitForState = async (
  { database, isDraining }: Dependencies,
  batch: Batch,
  wanted: BatchState[],
  seconds = 0,
) => {
  const deadlineMs = performance.now() + seconds * second
  let latest = batch
  for (let lookMs = firstLookMs; !wanted.includes(latest.state); lookMs *= 2) {
    const leftMs = deadlineMs - performance.now()
    if (leftMs <= 0 || isDraining()) break
    await delay(Math.min(lookMs, longestLookMs, leftMs))
    // What was accepted stays accepted, even where the database can't be asked about it now.
    latest = (await findBatch(database, batch.id).catch(() => undefined)) ?? latest
  }
  return latest
}
