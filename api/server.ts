// The API process: configuration → dependencies → serve until a signal → close in reverse.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { readMigrations } from '#db/migrations.ts'
import { createApp } from './app.ts'
import { createIntake } from './batches/dependencies.ts'
import { loginOf, type ServerConfig, serverConfig } from './config.ts'
import { createReader, noReader } from './data-version/reader.ts'
import { answerClientErrors } from './http/client-errors.ts'
import { createDrain } from './ops/drain.ts'
import { openApiMetrics } from './ops/metrics-api.ts'
import { createDatabase } from './postgres.ts'
import { runProcess } from './process.ts'
import { createRates } from './rates/route.ts'

// Longer than a proxy keeps an idle connection, so that it is never the API that closes first.
const keepAliveMs = 150_000

// The latest that Node itself cuts a request off; a batch that is too slow is answered before.
const requestGraceMs = 30_000

// A connection on which nothing moves, longer than a batch may be waited for (Prefer: wait=60): a
// thousand readers that stopped reading held all of the container's memory.
const idleMs = 90_000

/** Starts to listen; `close` drains, then lets go of the database. */
export const startServer = async (config: ServerConfig) => {
  // Closed in reverse, also where the start fails further down.
  await using opening = new AsyncDisposableStack()
  const log = pino({ level: config.LOG_LEVEL, base: { process: 'api' } }, output())
  const metrics = opening.adopt(await openApiMetrics(config), ({ close }) => close())
  const { database, state, close: closeDatabase } = await createDatabase(config)
  opening.defer(closeDatabase)
  const { intake, state: intakeState, close: closeIntake } = createIntake(config)
  const requestTimeout = config.BATCH_TIMEOUT_MS + requestGraceMs
  const server = answerClientErrors(
    createServer({ keepAliveTimeout: keepAliveMs, requestTimeout }),
    log,
  )
  server.maxConnections = config.MAX_CONNECTIONS
  server.setTimeout(idleMs)
  const { drain, isDraining } = createDrain(server, {
    delayMs: config.DRAIN_DELAY_MS,
    timeoutMs: config.DRAIN_TIMEOUT_MS,
    log,
  })
  const migrations = await readMigrations()
  const reader = config.CACHE_MAX_BYTES > 0 ? createReader(loginOf(config), log) : noReader
  opening.defer(reader.close)
  opening.defer(closeIntake)
  const rates = createRates({ database, dataVersion: reader.dataVersion, limits: limitsOf(config) })
  metrics.watch({ database, rates, pools: { queries: state, uploads: intakeState } })
  const dependencies = { intake, database, migrations, isDraining, log, rates }
  const app = metrics.measured(createApp(dependencies))
  // Whoever asks before sending a body is answered by the same routes, see bodyOf.
  server.on('request', app).on('checkContinue', app)

  server.listen(config.PORT, config.HOST)
  await once(server, 'listening')
  const { address, port } = server.address() as AddressInfo
  log.info({ metrics: metrics.url, address, port }, 'listening')

  const opened = opening.move()
  opened.defer(drain)
  const close = async () => {
    await opened.disposeAsync()
    log.info('closed')
  }
  return { url: `http://${address}:${port}`, metricsUrl: metrics.url, close }
}

// Lines that come while others are being written go out together: a write each costs as much as
// sending the answer. What is left at the exit is written then.
const output = () => pino.destination({ sync: false })

const limitsOf = (config: ServerConfig) => ({
  maxRangeDays: config.MAX_RANGE_DAYS,
  cacheBytes: config.CACHE_MAX_BYTES,
  poolSize: config.POOL_SIZE,
  poolWaitMs: config.POOL_WAIT_MS,
})

if (import.meta.main) await runProcess(() => startServer(serverConfig(process.env)))
