// A sandbox's two ports on loopback: always the same ones for a name, unless others have them.
import { createHash } from 'node:crypto'
import type { Ports } from './found.ts'

// Below what Linux, macOS and Windows give to outgoing connections.
const first = 20_000
const pairs = 5_000

/** All pairs, the name's own first, without those that are `taken`. */
export function* portsFor(name: string, taken: readonly Ports[]): Generator<Ports> {
  const used = new Set(taken.map(({ api }) => api))
  const start = createHash('sha256').update(name).digest().readUInt32BE() % pairs
  for (let step = 0; step < pairs; step++) {
    const api = first + 2 * ((start + step) % pairs)
    if (!used.has(api)) yield { api, db: api + 1 }
  }
}
