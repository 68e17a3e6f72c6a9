// Answers a request whose body may still be coming, so that its sender gets to read the answer.
import type { Request, Response } from 'express'

// How long what a client still sends is taken and thrown away. Closing at once would reset the
// connection, and many clients then report that instead of the answer.
const lingerMs = 2_000

/** Sends `text` as the whole answer; a connection with an unread body is closed afterwards. */
export const sendBeforeBodyEnds = (req: Request, res: Response, text: string) => {
  if (!hasBody(req) || req.complete) return void res.send(text)

  // A compressed answer would be held back until its end.
  res.set({ Connection: 'close', 'Cache-Control': 'no-store, no-transform' })
  res.set('Content-Length', String(Buffer.byteLength(text)))
  res.write(text)

  const close = () => {
    clearTimeout(deadline)
    res.end()
  }
  const deadline = setTimeout(close, lingerMs)
  req
    .once('end', close)
    .once('close', close)
    .once('error', () => {})
  req.resume()
}

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
