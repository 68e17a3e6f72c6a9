// A host as wanted, part by part. A second time there is nothing to do, and nothing is done.
import { type Change, type Difference, keep } from '../change.ts'
import type { Say } from '../say.ts'
import type { Host } from '../ssh/host.ts'
import type { HostPart, HostWanted } from './part.ts'
import { parts } from './parts.ts'

/** The plan for a host; touches nothing. */
export const inspectHost = async (host: Host, wanted: HostWanted): Promise<Change[]> => {
  const plan: Change[] = []
  for (const part of parts) plan.push(planned(host, part, await part.look(host, wanted)))
  return plan
}

/** Makes the host as wanted and returns what it changed. Interrupted anywhere, it continues when run again. */
export const setUpHost = async (host: Host, wanted: HostWanted, say: Say): Promise<Change[]> => {
  const changed: Change[] = []
  for (const part of parts) {
    const differs = await part.look(host, wanted)
    if (differs.length === 0) continue

    say(`${part.kind} on ${host.address}: ${listed(differs)}`)
    await part.change(host, wanted, differs, say)
    const left = await part.look(host, wanted)
    if (left.length > 0) throw new StillDiffers(part, host, left)
    changed.push(planned(host, part, differs))
  }
  return changed
}

/** A part was changed without an error and is not as wanted: ours to mend, not the operator's. */
export class StillDiffers extends Error {
  override name = 'StillDiffers'
  constructor(part: HostPart, host: Host, left: Difference[]) {
    super(`The ${part.kind} on ${host.address} was changed and still differs: ${listed(left)}`)
  }
}

const planned = (host: Host, { kind }: HostPart, differs: Difference[]): Change => {
  if (differs.length === 0) return keep(kind, host.address)
  const isNew = differs.every(({ from }) => from === undefined)
  return { action: isNew ? 'create' : 'change', kind, name: host.address, differs }
}

const listed = (differs: Difference[]) => differs.map(told).join(', ')

const told = ({ what, from, to }: Difference) =>
  [what, from, from !== undefined && to !== undefined ? '→' : undefined, to]
    .filter(word => word !== undefined)
    .join(' ')
