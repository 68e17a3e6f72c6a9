// Waiting that ends, also where the database has gone silent.
import { setTimeout as delay } from 'node:timers/promises'

/** As long as it may take to undo what a session did; half a second is usual. */
export const undoMs = 5_000

/** Waits for `work`, but no longer than so many milliseconds. */
export const atMost = (ms: number, work: Promise<unknown>) =>
  Promise.race([work, delay(ms, undefined, { ref: false })])
