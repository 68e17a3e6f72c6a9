// Answers requests that are not HTTP, too large or too slow: they never reach the app.
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { Problem, problemBody } from '../problems.ts'

const statusByCode: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

export const answerClientErrors = (server: Server, log: Pick<Logger, 'info'>) =>
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()

    const status = statusByCode[error.code ?? ''] ?? 400
    const problem = new Problem(
      status,
      'bad_request',
      'The request is not valid HTTP or too large.',
    )
    const id = randomUUID()
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
