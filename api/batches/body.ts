// A request's body as a stream that may fail without taking the connection, and the answer, with it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

export type Body = Readable & {
  /** As they came, compressed ones too. */
  receivedBytes: number
  /** Whether the client is the one that is waited for. */
  isHungry: boolean
}

/** A client that asks with `Expect: 100-continue` is told to go on when the first byte is wanted. */
export const bodyOf = (req: IncomingMessage, res: ServerResponse): Body => {
  const body: Body = Object.assign(
    new Readable({
      read: () => flow(true),
      destroy: (error, done) => {
        req.off('data', take).off('end', end).off('close', lose)
        flow(false)
        done(error)
      },
    }),
    { receivedBytes: 0, isHungry: false },
  )
  let isAwaited = req.headers.expect !== undefined
  const flow = (isHungry: boolean) => {
    body.isHungry = isHungry
    if (isHungry && isAwaited) res.writeContinue()
    if (isHungry) isAwaited = false
    if (isHungry) req.resume()
    else req.pause()
  }
  const take = (chunk: Buffer) => {
    body.receivedBytes += chunk.length
    if (!body.push(chunk)) flow(false)
  }
  const end = () => body.push(null)
  const lose = (error?: Error) => {
    // What came whole and was not read yet is lost, too.
    if (!req.readableEnded) body.destroy(error ?? new Error('the connection was closed'))
  }

  // Without a listener for `error` a lost connection would end the process.
  req.on('data', take).on('end', end).on('error', lose).on('close', lose)
  // The same for the body, of which nobody reads yet while the batch waits for a connection.
  body.on('error', () => {})
  req.pause()
  // The client may have gone while its token was looked up: nothing tells of that again.
  if (req.destroyed) lose()
  return body
}
