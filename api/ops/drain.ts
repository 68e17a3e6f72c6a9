// Shutdown without a lost request: not ready, then no new connections, then the last answers.
import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'

type Options = { delayMs: number; timeoutMs: number; log: Pick<Logger, 'info' | 'warn'> }

// How often connections that have become idle are closed while the last answers go out.
const sweepMs = 50

/** Drains `server` once, however often it is asked to; resolves when the last connection is closed. */
export const createDrain = (server: Server, options: Options) => {
  let draining: Promise<void> | undefined

  return {
    isDraining: () => draining !== undefined,
    drain: () => {
      draining ??= drain(server, options)
      return draining
    },
  }
}

const drain = async (server: Server, { delayMs, timeoutMs, log }: Options) => {
  log.info({ delay_ms: delayMs }, 'draining: not ready from now on')
  await delay(delayMs)

  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
  const deadline = setTimeout(() => {
    log.warn({ timeout_ms: timeoutMs }, 'requests still in flight at the deadline are cut')
    server.closeAllConnections()
  }, timeoutMs)

  await closed
  clearInterval(sweep)
  clearTimeout(deadline)
}
