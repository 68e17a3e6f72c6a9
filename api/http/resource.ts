// A path and the methods it answers; any other method is a 405 that lists them.
import type { Express, RequestHandler } from 'express'
import { methodNotAllowed } from '../problems.ts'

/** HEAD is answered wherever GET is, as Express does by itself. */
export const resource = (app: Express, path: string, methods: { get: RequestHandler }) => {
  const allowed = 'GET, HEAD, OPTIONS'

  app
    .route(path)
    .get(methods.get)
    .options((_req, res) => {
      res.status(204).set('Allow', allowed).end()
    })
    .all(req => {
      throw methodNotAllowed(req.method, allowed)
    })
}
