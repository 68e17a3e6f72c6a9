// GET /rates: the average price of a route for every day of a range, newest first.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DataVersion } from '../data-version/lease.ts'
import type { Database } from '../postgres.ts'
import { encode, isHeld, send, sendHeld } from './answer.ts'
import { ratesBody } from './body.ts'
import { createCache } from './cache.ts'
import { createEncodings } from './encoding.ts'
import { parseParameters, type RatesParameters } from './parameters.ts'
import { sumsByDay } from './sums-by-day.ts'
import { together } from './together.ts'

type Dependencies = {
  database: Pick<Database, 'any'>
  dataVersion: DataVersion
  limits: { maxRangeDays: number; cacheBytes: number; poolSize: number; poolWaitMs: number }
}

const mostInOneQuery = 32

export type Rates = ReturnType<typeof createRates>

export const createRates = ({ database, dataVersion, limits }: Dependencies) => {
  const { maxRangeDays, cacheBytes, poolSize: atOnce, poolWaitMs: waitMs } = limits
  const cache = createCache(cacheBytes)
  const encodingOf = createEncodings()
  const ask = together((requests: RatesParameters[]) => sumsByDay(database, requests), {
    most: mostInOneQuery,
    atOnce,
    waitMs,
  })

  return {
    /** Numbers for metrics. */
    cache: { counts: cache.counts, bytes: cache.bytes },
    waiting: ask.waiting,

    /** Answers from the cache; false where it can't. */
    answerAtOnce: (req: IncomingMessage, res: ServerResponse, url: string) => {
      const version = dataVersion.current()
      if (version === undefined) return false
      const answer = cache.find(encodingOf(req.headers['accept-encoding']), url, version)
      if (answer) send(req, res, answer)
      return answer !== undefined
    },

    /** @throws Problem 400, or what database-errors.ts tells apart */
    answer: async (req: IncomingMessage, res: ServerResponse, url: string) => {
      const parameters = parseParameters(queryOf(url), maxRangeDays)
      const current = dataVersion.current()
      if (current !== undefined && isHeld(req, current)) {
        return sendHeld(req, res, current)
      }

      const { version, days } = await ask(parameters)

      const encoding = encodingOf(req.headers['accept-encoding'])
      const answer = await encode(version, ratesBody(parameters, days), encoding)
      dataVersion.learn(version)
      if (dataVersion.current() === version) cache.keep(encoding, url, answer)
      send(req, res, answer)
    },
  }
}

const queryOf = (url: string) => {
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1))
}
