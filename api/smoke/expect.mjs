// What a check may ask of an answer; where it does not hold, the Mismatch says expected, got and where.

/** @typedef {import('./request.mjs').Answer} Answer */

export class Mismatch extends Error {
  /**
   * @param {string} expected
   * @param {string} actual
   * @param {string} where
   */
  constructor(expected, actual, where) {
    super(`expected ${expected}, got ${actual}, at ${where}`)
    this.expected = expected
    this.actual = actual
    this.where = where
  }
}

/**
 * @param {Answer} answer
 * @param {boolean} holds
 * @param {string} expected
 * @param {string} actual
 */
export const expect = (answer, holds, expected, actual) => {
  if (!holds) throw new Mismatch(expected, actual, answer.where)
}

/**
 * @param {Answer} answer
 * @param {number} wanted
 */
export const expectStatus = (answer, wanted) => {
  const why = ` with ${shown(detailOf(answer) ?? answer.text)}`
  expect(answer, answer.status === wanted, `status ${wanted}`, `status ${answer.status}${why}`)
}

/**
 * @param {Answer} answer
 * @param {string} name
 * @param {RegExp} pattern
 * @param {string} meaning the pattern in words
 */
export const expectHeader = (answer, name, pattern, meaning) => {
  const found = answer.headers.get(name)
  expect(
    answer,
    found !== null && pattern.test(found),
    `${name}: ${meaning}`,
    shownHeader(name, found),
  )
  return found ?? ''
}

/**
 * An RFC 9457 answer, with this sentence as its detail where one is given.
 * @param {Answer} answer
 * @param {number} status
 * @param {string} [detail]
 */
export const expectProblem = (answer, status, detail) => {
  expectStatus(answer, status)
  expectHeader(answer, 'Content-Type', /^application\/problem\+json\b/, 'application/problem+json')

  const found = detailOf(answer)
  if (detail === undefined) expect(answer, found !== undefined, 'a detail', 'none')
  else expect(answer, found === detail, `detail ${shown(detail)}`, `detail ${shown(found)}`)
}

/**
 * The parsed body of an answer that must be JSON.
 * @param {Answer} answer
 */
export const expectJson = answer => {
  expectHeader(answer, 'Content-Type', /^application\/json\b/, 'application/json')
  const body = parsed(answer.text)
  expect(answer, body !== undefined, 'a JSON body', shown(answer.text))
  return body
}

/**
 * A host's text as one short line that cannot steer the terminal.
 * @param {unknown} value
 */
export const shown = value => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}

const longestShown = 200

/**
 * @param {string} name
 * @param {string | null} value
 */
const shownHeader = (name, value) => (value === null ? `no ${name}` : `${name}: ${shown(value)}`)

/** @param {Answer} answer */
const detailOf = answer => /** @type {any} */ (parsed(answer.text))?.detail

/**
 * @param {string} text
 * @returns {unknown} undefined where the text is not JSON, which JSON itself cannot say
 */
const parsed = text => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // an expectation names what is wrong with it
  }
}
