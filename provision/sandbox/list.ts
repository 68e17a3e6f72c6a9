// The sandboxes as lines for a reader, and as objects for a machine.
import { tableLines } from '#provision/table.ts'
import type { Engine } from './engine.ts'
import { type Container, findSandboxes, type Sandbox } from './found.ts'
import { memoryOf } from './memory.ts'
import { urlOf } from './place.ts'

export type Listed = {
  name: string
  url: string | undefined
  state: string
  data: string
  ageS: number
  memoryBytes: number
}

export const list = async (engine: Engine, now = new Date()): Promise<Listed[]> => {
  const sandboxes = await findSandboxes(engine)
  if (sandboxes.length === 0) return []
  const memory = await memoryOf(engine)
  return sandboxes.map(({ name, containers, data, madeAt, ports }) => ({
    name,
    url: ports && urlOf(ports.api),
    state: stateOf(containers),
    data: data ?? 'nothing',
    ageS: madeAt ? Math.round((now.getTime() - Date.parse(madeAt)) / 1000) : 0,
    memoryBytes: containers.reduce((sum, { id }) => sum + (memory.get(id) ?? 0), 0),
  }))
}

const lasting = ['db', 'api', 'worker']

/** `answers`, `starting`, `stopped`, or which of its services do not do well. */
export const stateOf = (containers: Sandbox['containers']) => {
  const states = lasting.map(name => ({
    name,
    state: healthOf(containers.find(({ service }) => service === name)),
  }))
  const all = (wanted: string) => states.every(({ state }) => state === wanted)
  if (all('healthy')) return 'answers'
  if (all('stopped')) return 'stopped'
  const ill = states.filter(({ state }) => state !== 'healthy' && state !== 'starting')
  if (ill.length === 0) return 'starting'
  return ill.map(({ name, state }) => `${name} ${state}`).join(', ')
}

const healthOf = (container: Container | undefined) => {
  if (container?.state !== 'running') return 'stopped'
  return container.status.match(/\((?:health: )?(\w+)\)/)?.[1] ?? 'starting'
}

export const listLines = (all: readonly Listed[]) => {
  const heading = ['NAME', 'URL', 'STATE', 'DATA', 'AGE', 'MEMORY']
  const cells = all.map(({ name, url, state, data, ageS, memoryBytes }) => {
    const memory = memoryBytes === 0 ? '-' : `${Math.round(memoryBytes / 2 ** 20)} MiB`
    return [name, url ?? '-', state, data, ageOf(ageS), memory]
  })
  return tableLines([heading, ...cells])
}

const ageOf = (seconds: number) => {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)} min`
  return seconds < 48 * 3600
    ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86_400)} d`
}
