// The HTTP API: every route, in reading order.
import compression from 'compression'
import express from 'express'
import type { Logger } from 'pino'
import type { Migration } from '#db/migrations.ts'
import type { Intake } from './batches/dependencies.ts'
import { batches } from './batches/routes.ts'
import { headersOfAll, requestLog } from './http/request-log.ts'
import { resource } from './http/resource.ts'
import { healthz } from './ops/health.ts'
import { readyz } from './ops/readiness.ts'
import type { Database } from './postgres.ts'
import { handleNotFound, handleProblems } from './problems.ts'
import { ratesFirst } from './rates/first.ts'
import type { Rates } from './rates/route.ts'

export type Dependencies = {
  intake: Intake
  database: Database
  migrations: Pick<Migration, 'name' | 'sha256'>[]
  isDraining: () => boolean
  log: Logger
  rates: Rates
}

export const createApp = (dependencies: Dependencies) => {
  const rates = ratesFirst(dependencies.rates, dependencies.log)
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', false)
  app.set('strict routing', true)
  app.set('case sensitive routing', true)

  app.use(requestLog(dependencies.log))
  app.use(headersOfAll)

  resource(app, '/rates', { get: rates.handler })

  app.use(compression())
  resource(app, '/', { get: (_req, res) => void res.json({ message: 'Hello world!' }) })
  batches(app, { ...dependencies, ...dependencies.intake })

  resource(app, '/healthz', { get: healthz })
  resource(app, '/readyz', { get: readyz(dependencies) })

  app.use(handleNotFound)
  app.use(handleProblems)
  return rates.first(app)
}
