// Rendered answers of GET /rates, bounded by the bytes that they hold. An answer is of one data
// version; which one may still be given is for api/data-version to say.
import { LRUCache } from 'lru-cache'
import type { Answer, Encoding } from './answer.ts'

// What an entry holds besides body and key: headers, the map's own, rounded up.
const entryBytes = 1_000

export type Cache = ReturnType<typeof createCache>

/** Keys are what clients sent, letter by letter: no parsing on the way to a hit. */
export const createCache = (maxBytes: number) => {
  const answers = maxBytes > 0 ? new LRUCache<string, Answer>({ maxSize: maxBytes }) : undefined
  const counts = { hits: 0, misses: 0, stale: 0 }

  return {
    /** Answers given from memory; not there; there, but of a version that has passed. */
    counts,
    bytes: () => answers?.calculatedSize ?? 0,

    /** The answer for `url`, if it is of `version`. */
    find: (encoding: Encoding, url: string, version: number) => {
      const answer = answers?.get(encoding + url)
      if (answer?.version === version) {
        counts.hits++
        return answer
      }
      if (answer) counts.stale++
      else counts.misses++
    },

    keep: (encoding: Encoding, url: string, answer: Answer) => {
      const size = answer.body.length + 2 * url.length + entryBytes
      answers?.set(encoding + url, answer, { size })
    },
  }
}
