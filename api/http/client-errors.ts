// Answers requests that are not HTTP, too large or too slow: they never reach the app.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { Problem, problemBody } from '../problems.ts'
import { requestId } from './request-log.ts'

const statusByCode: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

export const answerClientErrors = (server: Server, log: Pick<Logger, 'info'>) => {
  const underWay = new WeakMap<Socket, IncomingMessage>()
  const begin = (req: IncomingMessage, res: ServerResponse) => {
    // It costs as much as an answer from the cache.
    if (req.method === 'GET') return
    underWay.set(req.socket, req)
    res.once('close', () => underWay.delete(req.socket))
  }

  return server
    .on('request', begin)
    .on('checkContinue', begin)
    .on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()

      const status = statusByCode[error.code ?? ''] ?? 400
      const problem = new Problem(
        status,
        'bad_request',
        'The request is not valid HTTP or too large.',
      )
      // A request whose body breaks off has a line of its own: "aborted".
      const request = underWay.get(socket)
      const id = request ? requestId(request) : randomUUID()
      if (!request)
        log.info({ req: { id }, res: { status }, cause: error.code }, 'refused: not HTTP')
      const body = problemBody(problem, id)
      const json = JSON.stringify(body)
      socket.end(
        `HTTP/1.1 ${status} ${body.title}\r\n` +
          `X-Request-Id: ${id}\r\n` +
          'Content-Type: application/problem+json; charset=utf-8\r\n' +
          `Content-Length: ${Buffer.byteLength(json)}\r\nConnection: close\r\n\r\n${json}`,
      )
    })
}
