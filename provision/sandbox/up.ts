// A sandbox, from nothing to one that answers; one that is there is started with what it has.
import { Refusal } from '#provision/errors.ts'
import type { Say } from '#provision/say.ts'
import type { Engine } from './engine.ts'
import { findSandboxes, type Ports, type Sandbox, strangers } from './found.ts'
import { buildImages, pruneImages } from './images.ts'
import { portsFor } from './ports.ts'
import { compose, type Settings } from './project.ts'
import { secretsOf } from './secrets.ts'
import { type Source, sendDump } from './seed.ts'
import { start } from './start.ts'

export type Wanted = {
  name: string
  /** Asked for by name; without one the sample, or what it has. */
  chosen: Source | undefined
  sample: Source
}

type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>
type Run = { engine: Engine; step: Step; say: Say; now?: () => Date }

export const up = async (wanted: Wanted, { engine, step, say, now = () => new Date() }: Run) => {
  const { name } = wanted
  const all = await findSandboxes(engine)
  const found = all.find(sandbox => sandbox.name === name)
  await refuseStrangers(engine, name)
  refuseOtherData(wanted, found)
  const others = portsFor(
    name,
    all.flatMap(({ ports }) => ports ?? []),
  )
  const settings: Settings = {
    name,
    data: found?.data ?? (wanted.chosen ?? wanted.sample).label,
    madeAt: found?.madeAt ?? now().toISOString(),
    ports: found?.ports ?? nextOf(others),
    secrets: await secretsOf(engine, found),
  }
  const run = compose(engine, settings)

  await step('images of the files here', () => buildImages(engine, name))
  const source = toSend(wanted, found)
  if (source) await step(`data: ${source.label}`, () => sendDump(run, source))
  const again = found?.data !== undefined
  const running = await step(`${name}: starting`, () =>
    start({ engine, settings, again, others, say }),
  )
  await pruneImages(engine)
  return running
}

const refuseStrangers = async (engine: Engine, name: string) => {
  const found = await strangers(engine, name)
  if (found.length === 0) return
  throw new Refusal(
    `${found.join(', ')} look like parts of a sandbox ${name}, but none made them. Choose another name.`,
  )
}

const refuseOtherData = ({ name, chosen }: Wanted, found: Sandbox | undefined) => {
  if (!chosen || !found?.data || found.data === chosen.label) return
  throw new Refusal(
    `${name} has ${found.data}, and they stay: to have ${chosen.label} instead, first npx zx scripts/sandbox.mjs down ${name}`,
  )
}

// Once its database has a container, the dump has arrived.
const toSend = ({ chosen, sample }: Wanted, found: Sandbox | undefined) => {
  if (found?.containers.some(({ service }) => service === 'db')) return undefined
  if (chosen) return chosen
  return found?.data && found.data !== sample.label ? undefined : sample
}

const nextOf = (ports: Iterator<Ports>): Ports => {
  const { value } = ports.next()
  if (value) return value
  throw new Refusal('All ports for sandboxes are taken: take one down, see list.')
}
