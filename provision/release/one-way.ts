// Migrations that code of before can't live with: `-- one-way: REASON` is their first line.
import type { Migration } from './record.ts'

/** Those that have come since, a line each. Pure. */
export const oneWaySince = (
  before: readonly Migration[],
  after: readonly Migration[],
): string[] => {
  const there = new Set(before.map(({ name }) => name))
  return after
    .filter(({ name, oneWay }) => oneWay && !there.has(name))
    .map(({ name, oneWay }) => `  ${name}: ${oneWay}`)
}
