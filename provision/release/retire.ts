// The end of containers that have answered: nothing is in flight any more, or the time is up.
import { setTimeout as sleep } from 'node:timers/promises'
import { serviceOf } from './colors.ts'
import type { Color } from './compose-files.ts'
import { containersOf } from './found.ts'
import { inFlight, proxyOf } from './proxy.ts'
import type { Roll } from './roll.ts'
import { compose } from './start.ts'

const pollMs = 500

// Requests that were given to it just before the switch are counted a moment later.
const settleMs = 1_000

/** Ends the containers of a color that gets no requests any more, once those that it has are answered. */
export const retire = async (run: Roll, color: Color) => {
  const { host, needs, release, say } = run
  const { name } = serviceOf(needs, color)
  const all = await containersOf(host, needs.project)
  if (!all.some(({ service }) => service === name)) return

  await sleep(settleMs)
  await drained(run, color)
  say(`${name}: ends`)
  const profile = color === 'green' ? ['--profile', 'green'] : []
  await host.run(compose(release, ...profile, 'rm', '--stop', '--force', name))
}

const drained = async ({ host, needs, drainMs, say }: Roll, color: Color) => {
  const proxy = proxyOf(host, needs.project)
  const deadline = performance.now() + drainMs
  let told: number | undefined = -1
  for (;;) {
    // A question that fails is no answer: somebody may still be waiting.
    const left = await inFlight(proxy, color).catch(() => undefined)
    if (left === 0) return
    if (left !== told) say(`${color}: ${left ?? 'unknown'} requests in flight`)
    told = left
    if (performance.now() > deadline)
      return say(`${color}: ${left ?? 'unknown'} requests are cut off after ${drainMs / 1_000} s`)
    await sleep(pollMs)
  }
}
