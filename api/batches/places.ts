// How many batches are taken in at once: BATCH_UPLOADS, and of one client's one less, so that no
// client keeps the others out. A repeat counts, too: its body has to be read like any other.
import PQueue from 'p-queue'
import { uploadsBusy } from './problems.ts'

// A burst of small batches is through by then; longer, and the client may as well ask again.
const waitMs = 2_000

export type Places = ReturnType<typeof createPlaces>

export const createPlaces = (most: number) => {
  const all = new PQueue({ concurrency: most })
  const byClient = new Map<string, PQueue>()

  // Never taken out again: there are as many as tokens.
  const placesOf = (client: string) => {
    const places = byClient.get(client) ?? new PQueue({ concurrency: Math.max(1, most - 1) })
    byClient.set(client, places)
    return places
  }

  return {
    /** Does `work` in one of the client's places. @throws Problem 503 where none becomes free */
    take: <T>(client: string, work: () => Promise<T>) => {
      const waiting = new AbortController()
      const deadline = setTimeout(() => waiting.abort(uploadsBusy()), waitMs)
      const begin = () => {
        clearTimeout(deadline)
        return work()
      }
      const { signal } = waiting
      return placesOf(client).add(() => all.add(begin, { signal }), { signal })
    },
    /** How many have none yet. */
    waiting: () => all.size + [...byClient.values()].reduce((sum, { size }) => sum + size, 0),
  }
}
