// Takes a sandbox away with all that it has, by its labels: it need not be whole, nor of this code.
import { Refusal } from '#provision/errors.ts'
import type { Engine } from './engine.ts'
import { findSandbox } from './found.ts'
import { findImages, pruneImages } from './images.ts'

/** What there is of a sandbox; nothing of it where it is not there. */
export const remains = async (engine: Engine, name: string) => {
  const found = await findSandbox(engine, name)
  return {
    data: found?.data,
    containers: found?.containers.map(({ id }) => id) ?? [],
    networks: found?.networks ?? [],
    volumes: found?.volumes ?? [],
    images: await findImages(engine, name),
  }
}

export type Remains = Awaited<ReturnType<typeof remains>>

export const isNothing = (all: Remains) => words(all) === ''

/** `3 containers, 1 network, 2 volumes, 2 images` */
export const words = (all: Remains) =>
  (['container', 'network', 'volume', 'image'] as const)
    .map(kind => ({ kind, count: all[`${kind}s`].length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}${count === 1 ? '' : 's'}`)
    .join(', ')

export const down = async (engine: Engine, name: string, there: Remains) => {
  await remove(engine, there)
  await pruneImages(engine)
  const left = await remains(engine, name)
  if (isNothing(left)) return
  throw new Refusal(
    `${words(left)} of ${name} are there again: does someone start it just now? Run this again.`,
  )
}

const remove = async ({ docker }: Engine, { containers, networks, volumes, images }: Remains) => {
  const each = async (argv: string[], ids: string[]) => {
    if (ids.length > 0) await docker([...argv, ...ids])
  }
  await each(['rm', '--force', '--volumes'], containers)
  await each(['network', 'rm', '--force'], networks)
  await each(['volume', 'rm', '--force'], volumes)
  await each(['image', 'rm', '--force'], images)
}
