// The processes of the service as `npm start` runs them: in its own process, on the embedded database.

import { serverConfig, workerConfig } from '#api/config.ts'
import { startServer } from '#api/server.ts'
import { startWorker } from '#api/worker.ts'
import { libpqVariables } from '#db/embedded/connection.ts'

/** @typedef {import('#db/embedded/connection.ts').Connection} Connection */

const anyPort = { PORT: '0', PORT_FILE: '', METRICS_PORT: '0', METRICS_PORT_FILE: '' }

/** Two of them on one machine need nothing but another PORT. @param {Connection} connection */
export const apiConfig = connection =>
  serverConfig({ METRICS_PORT: '0', ...process.env, ...libpqVariables(connection) })

/** @param {Connection} connection */
export const api = connection => startServer(apiConfig(connection))

/** @param {Connection} connection */
export const worker = connection =>
  startWorker(workerConfig({ ...process.env, ...anyPort, ...libpqVariables(connection) }))
