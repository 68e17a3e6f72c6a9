import type { Say } from '../say.ts'

const intervalMs = 15_000

/** Does something long, and says now and then that it still does. */
export const sayingSo = async <Result>(say: Say, what: string, work: () => Promise<Result>) => {
  const startedAt = performance.now()
  say(what)
  const tick = () => say(`${what} (${Math.round((performance.now() - startedAt) / 1000)} s)`)
  const timer = setInterval(tick, intervalMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
