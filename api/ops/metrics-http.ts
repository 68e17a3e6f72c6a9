// Requests as metrics: how long by method, route and status, and how many are under way.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Gauge, Histogram, type Registry } from 'prom-client'

type Listener = (req: IncomingMessage, res: ServerResponse) => void

// From an answer out of the cache to a batch that takes its ten minutes to arrive.
const bucketsSeconds = [
  ...[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10, 30, 60, 300, 600],
]

/** Wraps what answers the server's requests. */
export const measureRequests = (registry: Registry) => {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer; status "aborted": it never got there.',
    labelNames: ['method', 'route', 'status'],
    buckets: bucketsSeconds,
    registers: [registry],
  })
  let inFlight = 0
  new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers: [registry],
    collect() {
      this.set(inFlight)
    },
  })

  return (listener: Listener): Listener =>
    (req, res) => {
      const startedMs = performance.now()
      const observe = () =>
        durations.observe(
          { method: methodOf(req), route: routeOf(req), status: statusOf(res) },
          (performance.now() - startedMs) / 1000,
        )

      listener(req, res)
      // An answer from the cache is through by now, and listening for its end would cost as much.
      if (res.writableEnded) return observe()

      inFlight++
      res.once('close', () => {
        inFlight--
        observe()
      })
    }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'])

const methodOf = ({ method = '' }: IncomingMessage) => (methods.has(method) ? method : 'other')

// The pattern, of which there are few. /rates is mostly answered before Express sets one.
const routeOf = (req: IncomingMessage & { route?: { path: string } }) =>
  req.route?.path ?? (req.url?.startsWith('/rates?') ? '/rates' : 'none')

const statusOf = (res: ServerResponse) => (res.writableEnded ? String(res.statusCode) : 'aborted')
