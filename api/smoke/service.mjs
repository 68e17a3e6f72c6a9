// The service is up, and ready to be asked.

import { expect, expectJson, expectStatus, shown } from './expect.mjs'

/** @type {import('./checks.mjs').Check[]} */
export const serviceIsUp = [
  {
    name: 'root',
    async run({ request }) {
      const answer = await request('/')

      expectStatus(answer, 200)
      const found = shown(expectJson(answer))
      expect(answer, found === greeting, greeting, found)
    },
  },
  {
    name: 'health',
    async run({ request }) {
      expectStatus(await request('/healthz'), 200)
    },
  },
  {
    name: 'readiness',
    async run({ request }) {
      expectStatus(await request('/readyz'), 200)
    },
  },
]

const greeting = shown({ message: 'Hello world!' })
