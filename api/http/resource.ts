// A path and the methods it answers; any other method is a 405 that lists them.
import type { Express, RequestHandler } from 'express'
import { methodNotAllowed } from '../problems.ts'

type Method = 'get' | 'post' | 'delete'

/** HEAD is answered wherever GET is, as Express does by itself. */
export const resource = (
  app: Express,
  path: string,
  methods: Partial<Record<Method, RequestHandler>>,
) => {
  const route = app.route(path)
  for (const [method, handler] of Object.entries(methods)) route[method as Method](handler)

  const allowed = allowedMethods(Object.keys(methods) as Method[])
  route
    .options((_req, res) => {
      res.status(204).set('Allow', allowed).end()
    })
    .all(req => {
      throw methodNotAllowed(req.method, allowed)
    })
}

const allowedMethods = (methods: Method[]) =>
  [
    ...methods.flatMap(method => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
    'OPTIONS',
  ].join(', ')
