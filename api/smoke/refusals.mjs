// A client's mistakes get a clear refusal.

import { expectHeader, expectProblem, expectStatus } from './expect.mjs'
import { ratesPath } from './rates.mjs'

/** @type {import('./checks.mjs').Check[]} */
export const mistakesAreRefused = [
  {
    name: 'bad date',
    async run({ request }) {
      const answer = await request(ratesPath({ date_to: '2021-02-29' }))
      expectProblem(answer, 400, 'Invalid date arguments')
    },
  },
  {
    name: 'missing codes',
    async run({ request }) {
      const answer = await request('/rates?date_from=2021-01-01&date_to=2021-01-31')
      expectProblem(answer, 400, 'Invalid location arguments')
    },
  },
  {
    name: 'unknown path',
    async run({ request }) {
      expectProblem(await request('/no-such-path'), 404)
    },
  },
  {
    name: 'method not allowed',
    async run({ request }) {
      const answer = await request('/rates', { method: 'POST' })

      expectStatus(answer, 405)
      expectHeader(answer, 'Allow', /\bGET\b/, 'a list with GET')
    },
  },
]
