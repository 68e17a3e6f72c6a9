// Every error that a client can see, and the one place that shapes its body (RFC 9457).
import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { isDatabaseAway, isPoolBusy, isStatementTimeout } from './database-errors.ts'
import { sendBeforeBodyEnds } from './http/early-answer.ts'

const retryAfterSeconds = '1'

type ProblemOptions = ErrorOptions & {
  headers?: Record<string, string>
  members?: Record<string, unknown>
}

/**
 * `code` is stable, for programs; `detail` is a sentence, for people; `members` go into the body
 * beside them.
 */
export class Problem extends Error {
  status: number
  code: string
  headers: Record<string, string>
  members: Record<string, unknown>

  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail, options)
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
    this.members = options.members ?? {}
  }
}

export const invalidDates = () => new Problem(400, 'invalid_dates', 'Invalid date arguments')

export const invalidLocations = () =>
  new Problem(400, 'invalid_locations', 'Invalid location arguments')

export const rangeTooLong = (days: number, maxDays: number) =>
  new Problem(
    400,
    'range_too_long',
    `The range has ${days} days, the most is ${maxDays} (MAX_RANGE_DAYS). Ask for it in parts.`,
  )

export const notReady = (reason: string, cause?: unknown) => unavailable('not_ready', reason, cause)

export const methodNotAllowed = (method: string, allowed: string) =>
  new Problem(405, 'method_not_allowed', `${method} is not possible here, only ${allowed}.`, {
    headers: { Allow: allowed },
  })

const notFound = (path: string) =>
  new Problem(
    404,
    'not_found',
    `There is nothing at ${path.slice(0, 100)}. The rates are at /rates.`,
  )

const unavailable = (code: string, detail: string, cause?: unknown) =>
  new Problem(503, code, detail, { cause, headers: { 'Retry-After': retryAfterSeconds } })

/** The body of a problem: `application/problem+json` in RFC 9457's members, `code`, `request_id`. */
export const problemBody = ({ status, code, message, members }: Problem, requestId?: unknown) => ({
  type: 'about:blank',
  title: STATUS_CODES[status],
  status,
  detail: message,
  code,
  ...members,
  ...(requestId !== undefined && { request_id: requestId }),
})

export const handleNotFound: RequestHandler = req => {
  throw notFound(req.path)
}

export const handleProblems: ErrorRequestHandler = (error, req, res, next) => {
  const problem = toProblem(error)
  res.err = problem.status >= 500 ? problem : undefined
  if (res.headersSent) return next(error)

  res
    .status(problem.status)
    .set({ 'Cache-Control': 'no-store', ...problem.headers })
    .type('application/problem+json')
  sendBeforeBodyEnds(req, res, JSON.stringify(problemBody(problem, req.id)))
}

const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (isStatementTimeout(error)) {
    return unavailable(
      'timed_out',
      'The database took too long. Try again, or a shorter range.',
      error,
    )
  }
  if (isPoolBusy(error)) {
    return unavailable('busy', 'All connections to the database are busy. Try again.', error)
  }
  if (isDatabaseAway(error)) {
    return unavailable('database_away', 'The database does not answer. Try again.', error)
  }
  const { status, message } = error as { status?: number; message: string }
  return status !== undefined && status >= 400 && status < 500
    ? new Problem(status, 'bad_request', message, { cause: error })
    : new Problem(
        500,
        'internal',
        'Something went wrong here. The log has it under the request id.',
        {
          cause: error,
        },
      )
}
