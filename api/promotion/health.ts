// The worker's health over HTTP, for the image's health check: the same two paths as the API's.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { readMigrations } from '#db/migrations.ts'
import { resource } from '../http/resource.ts'
import { healthz } from '../ops/health.ts'
import { readyz } from '../ops/readiness.ts'
import { handleNotFound, handleProblems } from '../problems.ts'
import type { Ask } from './database.ts'

type Options = { database: Ask; isDraining: () => boolean; host: string; port: number }

/** Listens; `url` is where. */
export const serveHealth = async ({ database, isDraining, host, port }: Options) => {
  const migrations = await readMigrations()
  const app = express()
  app.disable('x-powered-by')
  resource(app, '/healthz', { get: healthz })
  resource(app, '/readyz', { get: readyz({ database, migrations, isDraining }) })
  app.use(handleNotFound)
  app.use(handleProblems)

  const server = createServer(app).listen(port, host)
  await once(server, 'listening')
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, close }
}
