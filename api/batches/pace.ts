// Holds a client to the time and the speed in which a batch has to arrive.
import type { Body } from './body.ts'
import { tooSlow } from './problems.ts'

export type Pace = { timeoutMs: number; minBytesPerSecond: number; windowMs: number }

const looksPerWindow = 10
const second = 1_000

/** `signal` is aborted with a Problem 408 when the client is too slow; `stop` ends the watch. */
export const keepPace = (body: Body, { timeoutMs, minBytesPerSecond, windowMs }: Pace) => {
  const controller = new AbortController()
  const lookEveryMs = windowMs / looksPerWindow
  let waitedMs = 0
  let bytesBefore = 0

  // Only time in which the client is waited for counts: a busy database is not its fault.
  const look = setInterval(() => {
    if (body.isHungry) waitedMs += lookEveryMs
    if (waitedMs < windowMs) return

    const bytesPerSecond = ((body.receivedBytes - bytesBefore) * second) / waitedMs
    if (bytesPerSecond < minBytesPerSecond)
      controller.abort(slow(bytesPerSecond, minBytesPerSecond))
    waitedMs = 0
    bytesBefore = body.receivedBytes
  }, lookEveryMs)
  const deadline = setTimeout(() => controller.abort(late(timeoutMs)), timeoutMs)

  const stop = () => {
    clearInterval(look)
    clearTimeout(deadline)
  }
  return { signal: controller.signal, stop }
}

const slow = (bytesPerSecond: number, minBytesPerSecond: number) =>
  tooSlow(
    `The body came with ${Math.round(bytesPerSecond)} bytes a second, the least is ` +
      `${minBytesPerSecond} (BATCH_MIN_BYTES_PER_SECOND).`,
  )

const late = (timeoutMs: number) =>
  tooSlow(`The body took longer than ${timeoutMs} ms (BATCH_TIMEOUT_MS). Compress it, or split it.`)
