// A plan as the operator reads it, and as a machine does.
import { type Change, changes, type Difference } from './change.ts'

/** A line for each change, what differs indented below; `verbose` shows what is kept, too. */
export const planLines = (
  plan: readonly Change[],
  { verbose = false }: { verbose?: boolean } = {},
): string[] => {
  const shown = verbose ? plan : changes(plan)
  const width = Math.max(...shown.map(({ kind }) => kind.length), 0)
  return [...shown.flatMap(change => changeLines(change, width)), summary(plan)]
}

/** `2 to create, 1 to change, 6 as wanted` */
export const summary = (plan: readonly Change[]) => {
  const counted = (['create', 'change', 'replace', 'delete', 'keep'] as const)
    .map(action => ({ action, count: plan.filter(change => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) =>
      action === 'keep' ? `${count} as wanted` : `${count} to ${action}`,
    )
  return counted.length > 0 ? counted.join(', ') : 'nothing to do'
}

/** One object: `{"changes":[{"action","kind","name","differs"}],"pending":2}`; what is kept is in it. */
export const planJson = (plan: readonly Change[]) => ({
  changes: plan.map(({ action, kind, name, differs }) => ({ action, kind, name, differs })),
  pending: changes(plan).length,
})

/** For `--plan`: 0 when there is nothing to do, 2 when there are changes. */
export const planExitCode = (plan: readonly Change[]) => (changes(plan).length > 0 ? 2 : 0)

const actionWidth = 'replace'.length

const changeLines = ({ action, kind, name, differs }: Change, width: number) => [
  `${action.padEnd(actionWidth)}  ${kind.padEnd(width)}  ${name}`,
  ...differs.map(differs => `${' '.repeat(actionWidth + 2)}${differenceLine(differs)}`),
]

const differenceLine = ({ what, from, to }: Difference) => {
  if (from === undefined) return `+ ${what}: ${to ?? ''}`
  if (to === undefined) return `- ${what}: ${from}`
  return `~ ${what}: ${from} -> ${to}`
}
