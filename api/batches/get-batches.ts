// GET /batches: a page of batches, the newest first, without their errors.
import type { RequestHandler } from 'express'
import { authenticate } from './authenticate.ts'
import type { BatchesDependencies } from './dependencies.ts'
import { listBatches, type Page } from './list-batches.ts'
import { badListParameter } from './problems.ts'
import { type BatchState, states } from './representation.ts'

const defaultLimit = 20
const maxLimit = 100

export const getBatches =
  ({ database }: Pick<BatchesDependencies, 'database'>): RequestHandler =>
  async (req, res) => {
    await authenticate(database, req, res)
    const query = new URL(req.originalUrl, 'http://rates').searchParams
    const page = pageOf(query)

    const found = await listBatches(database, page)

    const batches = found.slice(0, page.limit).map(({ errors, ...batch }) => batch)
    const last = batches.at(-1)
    if (found.length > page.limit && last) res.set('Link', nextLink(query, last.id))
    res.set('Cache-Control', 'no-store').json({ batches })
  }

/** @throws Problem 400 */
const pageOf = (query: URLSearchParams): Page => {
  const limit = numberOf(query, 'limit') ?? defaultLimit
  if (limit > maxLimit) throw badListParameter('limit', `a whole number from 1 to ${maxLimit}`)
  return { limit, after: numberOf(query, 'after'), state: stateOf(query.get('state')) }
}

const numberOf = (query: URLSearchParams, name: string) => {
  const sent = query.get(name)
  if (sent === null) return undefined
  if (!/^[1-9]\d{0,14}$/.test(sent)) throw badListParameter(name, 'a whole number of 1 or more')
  return Number(sent)
}

const stateOf = (sent: string | null) => {
  if (sent === null) return undefined
  if (!states.includes(sent as BatchState)) throw badListParameter('state', states.join(', or '))
  return sent as BatchState
}

const nextLink = (query: URLSearchParams, after: number) => {
  const next = new URLSearchParams(query)
  next.set('after', String(after))
  return `</batches?${next}>; rel="next"`
}
