// Numbers that look random and are decided by their keys alone: the same on every machine.

/** A whole number from 0 to `limit` − 1, always the same for the same keys. */
export type Draw = (limit: number, key: number, second?: number) => number

/** Draws that belong to one seed and one name, independent of every other name's. */
export const draws = (seed: number, name: string): Draw => {
  const start = [...name].reduce((state, sign) => mix(state, sign.charCodeAt(0)), mix(0, seed))
  return (limit, key, second = 0) => mix(mix(start, key), second) % limit
}

/** The items in an order that the draws decide (Fisher and Yates). */
export const shuffled = <T>(items: T[], draw: Draw): T[] => {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = draw(last + 1, last)
    ;[order[last], order[other]] = [order[other] as T, order[last] as T]
  }
  return order
}

const mix = (state: number, key: number) => scramble(state ^ Math.imul((key + 1) | 0, 0x9e3779b1))

/** MurmurHash3's 32-bit finalizer, `fmix32` (Austin Appleby, public domain). */
const scramble = (bits: number) => {
  const first = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}
