// The API process: configuration → dependencies → serve until a signal → close in reverse.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { readMigrations } from '#db/migrations.ts'
import { createApp } from './app.ts'
import { type ServerConfig, serverConfig } from './config.ts'
import { answerClientErrors } from './http/client-errors.ts'
import { createDrain } from './ops/drain.ts'
import { createDatabase } from './postgres.ts'
import { runProcess } from './process.ts'

// Longer than a proxy keeps an idle connection, so that it is never the API that closes first.
const keepAliveMs = 150_000

/** Starts to listen; `close` drains, then lets go of the database. */
export const startServer = async (config: ServerConfig) => {
  const log = pino({ level: config.LOG_LEVEL, base: { process: 'api' } })
  const { database, close: closeDatabase } = await createDatabase(config)
  const server = answerClientErrors(createServer({ keepAliveTimeout: keepAliveMs }))
  const { drain, isDraining } = createDrain(server, {
    delayMs: config.DRAIN_DELAY_MS,
    timeoutMs: config.DRAIN_TIMEOUT_MS,
    log,
  })
  const migrations = await readMigrations()
  const maxRangeDays = config.MAX_RANGE_DAYS
  server.on('request', createApp({ database, migrations, isDraining, log, maxRangeDays }))

  server.listen(config.PORT, config.HOST)
  await once(server, 'listening')
  const { address, port } = server.address() as AddressInfo
  log.info({ address, port }, 'listening')

  const close = async () => {
    await drain()
    await closeDatabase()
    log.info('closed')
  }
  return { url: `http://${address}:${port}`, close }
}

if (import.meta.main) await runProcess(() => startServer(serverConfig(process.env)))
