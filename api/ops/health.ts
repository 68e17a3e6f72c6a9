// Whether the process lives: it answers, whatever the database does.
import type { RequestHandler } from 'express'

export const healthz: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').json({ status: 'alive' })
}
