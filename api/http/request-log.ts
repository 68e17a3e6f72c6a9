// One line a request, with an id that the client may bring and always gets back.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { type Logger, stdSerializers } from 'pino'
import { pinoHttp } from 'pino-http'
import { Problem } from '../problems.ts'

const idHeader = 'x-request-id'

// What a proxy may send as an id and a log may hold: nothing that could break a line or a query.
const safeId = /^[\w.:-]{1,128}$/

// A longer one is cut in the log: 30 MB of it should hold an outage, not a thousand long lines.
const longestUrl = 500

// Probes come every few seconds and would drown the rest; their failures are logged all the same.
const probes = new Set(['/healthz', '/readyz'])

export const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    genReqId: requestId,
    customLogLevel: (req, res, error) => {
      if (error || res.statusCode >= 500) return 'error'
      return probes.has(req.url ?? '') ? 'silent' : 'info'
    },
    // The headers stay out of the log: they carry credentials.
    wrapSerializers: false,
    serializers: {
      req: ({ id, method, originalUrl, url }) => ({
        id,
        method,
        url: (originalUrl ?? url).slice(0, longestUrl),
      }),
      res: describeAnswer,
      err: describeError,
    },
    customProps: clientOf,
    customAttributeKeys: { responseTime: 'duration_ms' },
  })

// One that never got to its end has no status to tell of, or none that the client has seen.
const describeAnswer = ({ statusCode, headersSent, writableEnded }: ServerResponse) => ({
  ...(headersSent && { status: statusCode }),
  ...(!writableEnded && { aborted: true }),
})

// A problem that was foreseen says it all in a line; only one that was not needs a stack.
const describeError = (error: Error) => {
  if (!(error instanceof Problem)) return stdSerializers.err(error)
  const { status, code, message, cause } = error
  if (status === 500) return stdSerializers.err(cause as Error)
  return { code, message, ...(cause !== undefined && { cause: String(cause) }) }
}

// Who sent it, once that is known: see authenticate.ts.
const clientOf = (
  _req: IncomingMessage,
  res: ServerResponse & { locals?: { client?: string } },
) => ({
  client: res.locals?.client,
})

/** The id that the client sent if it is fit, else a new one; the same whenever it is asked for. */
export const requestId = (req: IncomingMessage) => {
  const sent = req.headers[idHeader]
  req.id ??= typeof sent === 'string' && safeId.test(sent) ? sent : randomUUID()
  return String(req.id)
}

export const headersOfAll: RequestHandler = (req, res, next) => {
  res.set({ 'X-Request-Id': requestId(req), 'X-Content-Type-Options': 'nosniff' })
  next()
}
