// Answers can be traced, cached and compressed, and tell nothing about what made them.

import { randomUUID } from 'node:crypto'
import { expect, expectHeader, expectStatus, shown } from './expect.mjs'
import { expectRates, ratesPath } from './rates.mjs'

/** @type {import('./checks.mjs').Check[]} */
export const answersCarryHeaders = [
  {
    name: 'request id',
    async run({ request }) {
      const id = randomUUID()
      const answer = await request('/', { headers: { 'X-Request-Id': id } })
      expectHeader(answer, 'X-Request-Id', new RegExp(`^${id}$`), id)
    },
  },
  {
    name: 'caching',
    async run({ request }) {
      const first = await request(ratesPath(), { headers: uncompressed })
      expectHeader(first, 'Cache-Control', /./, 'how long an answer may be kept')
      const tag = expectETag(first)

      const second = await request(ratesPath(), {
        headers: { ...revalidating, 'If-None-Match': tag },
      })
      expectStatus(second, 304)
      expect(second, second.text === '', 'no body', shown(second.text))
    },
  },
  {
    name: 'head',
    async run({ request }) {
      const got = await request(ratesPath(), { headers: uncompressed })
      const tag = expectETag(got)

      const answer = await request(ratesPath(), { method: 'HEAD', headers: uncompressed })
      expectStatus(answer, 200)
      const found = answer.headers.get('ETag')
      expect(answer, found === tag, `the ETag of GET, ${shown(tag)}`, shown(found))
    },
  },
  {
    name: 'compression',
    async run({ request }) {
      const path = ratesPath({ date_to: '2021-12-31' })
      const answer = await request(path, { headers: { 'Accept-Encoding': 'gzip, br' } })

      const days = expectRates(answer).length
      expect(answer, days === 365, '365 days', `${days} days`)
      expectHeader(answer, 'Content-Encoding', /^(gzip|br)$/, 'gzip or br')
      expectHeader(answer, 'Vary', /accept-encoding/i, 'Accept-Encoding')
    },
  },
  {
    name: 'no software named',
    async run({ request }) {
      const answer = await request('/')
      const found = answer.headers.get('X-Powered-By')
      expect(answer, found === null, 'no X-Powered-By', shown(found))
    },
  },
]

// A proxy that compresses may change an ETag, so tags are compared on plain answers.
const uncompressed = { 'Accept-Encoding': 'identity' }

// With If-None-Match alone fetch adds Cache-Control: no-cache, which asks for a whole answer.
const revalidating = { ...uncompressed, 'Cache-Control': 'max-age=0' }

/** @param {import('./request.mjs').Answer} answer */
const expectETag = answer => {
  expectStatus(answer, 200)
  return expectHeader(answer, 'ETag', /^(W\/)?".+"$/, 'a quoted tag')
}
