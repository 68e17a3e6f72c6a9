// The documented request, and the same one for a port that nobody knows.

import { expect, expectJson, expectStatus, shown } from './expect.mjs'

/** @typedef {import('./request.mjs').Answer} Answer */
/** @typedef {{ day: string, count: number | null, price: number | null }} Rate */

/** @type {import('./checks.mjs').Check[]} */
export const ratesAreServed = [
  {
    name: 'documented rates',
    async run({ request }) {
      const answer = await request(ratesPath())

      const rates = expectRates(answer)
      expectEachDay(answer, rates)
      for (const rate of rates) expectPriceFromThree(answer, rate)
      const priced = rates.some(rate => rate.price !== null)
      expect(
        answer,
        priced,
        'at least one day with a price',
        'none: is a dump loaded, and does it have this route in January 2021?',
      )
    },
  },
  {
    name: 'unknown port',
    async run({ request }) {
      const answer = await request(ratesPath({ orig_code: unknownPort }))

      const rates = expectRates(answer)
      expectEachDay(answer, rates)
      const known = rates.find(rate => rate.count !== null || rate.price !== null)
      expect(answer, !known, 'null counts and prices only', shown(known))
    },
  },
]

/**
 * @param {Record<string, string>} [changes] to the documented request
 */
export const ratesPath = changes => {
  const documented = {
    date_from: '2021-01-01',
    date_to: '2021-01-31',
    orig_code: 'CNGGZ',
    dest_code: 'EETLL',
  }
  return `/rates?${new URLSearchParams({ ...documented, ...changes })}`
}

/**
 * The rates of an answer, each with exactly the three documented keys.
 * @param {Answer} answer
 * @returns {Rate[]}
 */
export const expectRates = answer => {
  expectStatus(answer, 200)
  const body = /** @type {any} */ (expectJson(answer))
  expect(answer, Array.isArray(body?.rates), 'a list of rates', shown(body))

  const odd = body.rates.find((/** @type {unknown} */ rate) => keysOf(rate) !== 'count,day,price')
  expect(answer, odd === undefined, 'the keys count, day and price', shown(odd))
  return body.rates
}

// UN/LOCODE leaves the country code XX to its users: no port will ever have it.
const unknownPort = 'XXXXX'

/** @param {unknown} rate */
const keysOf = rate => Object.keys(Object(rate)).sort().join()

/**
 * @param {Answer} answer
 * @param {Rate[]} rates
 */
const expectEachDay = (answer, rates) => {
  expect(answer, rates.length === newestFirst.length, '31 days', `${rates.length} days`)
  newestFirst.forEach((day, index) => {
    const found = rates[index]?.day
    expect(answer, found === day, `newest first, ${day} as day ${index + 1}`, shown(found))
  })
}

const newestFirst = Array.from(
  { length: 31 },
  (_, back) => `2021-01-${`${31 - back}`.padStart(2, '0')}`,
)

/**
 * @param {Answer} answer
 * @param {Rate} rate
 */
const expectPriceFromThree = (answer, rate) => {
  const { count, price } = rate
  const counted = count === null || (Number.isInteger(count) && count > 0)
  expect(answer, counted, 'a count that is null or a whole number above 0', shown(rate))
  const right = count === null || count < 3 ? price === null : Number.isFinite(price)
  expect(answer, right, 'a price exactly where 3 or more prices count', shown(rate))
}
