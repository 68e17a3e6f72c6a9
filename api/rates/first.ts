// Takes GET /rates before Express does: its middleware would take longer than the answer itself.
// What can't be answered with 200 or 304 goes on to Express, which logs it and shapes the problem.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { startTime } from 'pino-http'
import type { Rates } from './route.ts'

type Listener = (req: IncomingMessage, res: ServerResponse) => void
type Log = Pick<Logger, 'info' | 'debug' | 'isLevelEnabled'>

export const ratesFirst = (rates: Rates, log: Log) => {
  const failures = new WeakMap<IncomingMessage, unknown>()

  const first =
    (express: Listener): Listener =>
    (req, res) => {
      const { url = '', method } = req
      if (!url.startsWith('/rates?') || (method !== 'GET' && method !== 'HEAD')) {
        return express(req, res)
      }
      if (rates.answerAtOnce(req, res, url)) return logHit(log, req, res)

      res[startTime] = Date.now()
      rates.answer(req, res, url).then(
        () => log.info(logLine(req, res), 'request completed'),
        error => {
          failures.set(req, error)
          express(req, res)
        },
      )
    }

  /** Express's part: tells why `first` could not answer, and answers unusual spellings of the path. */
  const handler: RequestHandler = async (req, res) => {
    if (failures.has(req)) throw failures.get(req)
    await rates.answer(req, res, req.originalUrl)
  }

  return { first, handler }
}

// Thousands a second come out of the cache; a line each would cost more than the answer.
const logHit = (log: Log, req: IncomingMessage, res: ServerResponse) => {
  if (log.isLevelEnabled('debug')) {
    log.debug(logLine(req, res), 'answered from the cache')
  }
}

const logLine = ({ id, method, url }: IncomingMessage, res: ServerResponse) => ({
  req: { id, method, url },
  res: { status: res.statusCode },
  ...(res[startTime] && { duration_ms: Date.now() - res[startTime] }),
})
