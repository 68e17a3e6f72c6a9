// The steps of a run, each told with its time.
import type { Say } from '#provision/say.ts'
import type { Step } from './roll.ts'

export const timed =
  (say: Say): Step =>
  async (name, work) => {
    const startedAt = performance.now()
    const result = await work()
    say(`${name}: done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
    return result
  }
