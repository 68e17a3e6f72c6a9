// The worker process: configuration → dependencies → promote batches until a signal → close in reverse.
import { pino } from 'pino'
import { type WorkerConfig, workerConfig } from './config.ts'
import { openMetrics } from './ops/metrics.ts'
import { measurePromotion } from './ops/metrics-promotion.ts'
import { runProcess } from './process.ts'
import { atMost, undoMs } from './promotion/at-most.ts'
import { createWorkDatabase } from './promotion/database.ts'
import { serveHealth } from './promotion/health.ts'
import { keepPurging } from './promotion/retention.ts'
import { startWork } from './promotion/work.ts'

/** Takes jobs from now on; `close` finishes the one in hand or gives it back. */
export const startWorker = async (config: WorkerConfig) => {
  // Closed in reverse, also where the start fails further down.
  await using opening = new AsyncDisposableStack()
  const log = pino({ level: config.LOG_LEVEL, base: { process: 'worker' } })
  const metrics = opening.adopt(await openMetrics(config), ({ close }) => close())
  const { database, close: closeDatabase } = await createWorkDatabase(config)
  opening.defer(closeDatabase)
  const closing = new AbortController()
  const health = await serveHealth({
    database,
    isDraining: () => closing.signal.aborted,
    host: config.HOST,
    port: config.PORT,
  })
  opening.defer(health.close)
  const work = startWork({ config, database, log, metrics: measurePromotion(metrics.registry) })
  const retentionDays = config.STAGING_RETENTION_DAYS
  const purging = keepPurging({ database, retentionDays, end: closing.signal, log })
  log.info({ metrics: metrics.url, url: health.url }, 'working')

  const opened = opening.move()
  const close = async () => {
    log.info({ timeout_ms: config.DRAIN_TIMEOUT_MS }, 'no further batch from now on')
    closing.abort()
    await Promise.all([work.stop(), atMost(undoMs, purging)])
    await opened.disposeAsync()
    log.info('closed')
  }
  return { url: health.url, metricsUrl: metrics.url, close }
}

if (import.meta.main) await runProcess(() => startWorker(workerConfig(process.env)))
