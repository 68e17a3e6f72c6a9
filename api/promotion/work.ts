// The worker's loop: one job after another, until it is told to stop.
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { WorkerConfig } from '../config.ts'
import type { Promotion } from '../ops/metrics-promotion.ts'
import { atMost, undoMs } from './at-most.ts'
import type { WorkDatabase } from './database.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { createOutage, type Outage } from './outage.ts'
import { perform } from './perform.ts'

type Dependencies = {
  config: WorkerConfig
  database: WorkDatabase
  log: Pick<Logger, 'info' | 'warn'>
  metrics: Promotion
}

// New jobs wake the loop. It looks by itself, too, for those that nobody tells of: second attempts.
const lookAgainMs = 1_000

/**
 * Begins to work. `stop` takes no further job, waits for the one in hand, and ends it where it takes
 * longer than the drain timeout: undone, and given back for the next worker. A database that went
 * silent undoes it by itself; its job is sent again when its heartbeat is missed.
 */
export const startWork = ({ config, ...dependencies }: Dependencies) => {
  const stopping = new AbortController()
  const end = new AbortController()
  const running = keepWorking({ config, ...dependencies }, stopping.signal, end.signal)

  const stop = async () => {
    stopping.abort()
    const deadline = setTimeout(() => end.abort(), config.DRAIN_TIMEOUT_MS)
    await atMost(config.DRAIN_TIMEOUT_MS + undoMs, running)
    clearTimeout(deadline)
  }
  return { stop }
}

const keepWorking = async (
  { config, ...dependencies }: Dependencies,
  stopping: AbortSignal,
  end: AbortSignal,
) => {
  const outage = createOutage(dependencies.log)
  while (!stopping.aborted) {
    const jobs = await openJobs(config, outage).catch(outage.gone)
    if (jobs) await takeTurns({ jobs, outage, ...dependencies }, stopping, end)
    else await pause(stopping)
  }
}

const takeTurns = async (
  dependencies: Omit<Dependencies, 'config'> & { jobs: Jobs; outage: Outage },
  stopping: AbortSignal,
  end: AbortSignal,
) => {
  const { jobs, outage, log } = dependencies
  let woken = new AbortController()
  await jobs
    .listen(() => woken.abort())
    .catch(err => log.warn({ err }, 'new jobs are looked for every second only'))

  while (!stopping.aborted) {
    woken = new AbortController()
    try {
      const job = await jobs.take()
      outage.back()
      if (job) await perform(job, dependencies, end)
      else await pause(AbortSignal.any([stopping, woken.signal]))
    } catch (error) {
      outage.gone(error)
      await pause(stopping)
    }
  }
  await jobs.close()
}

/** Until the next look, or the signal. */
const pause = (until: AbortSignal) =>
  delay(lookAgainMs, undefined, { signal: until }).catch(() => {})
