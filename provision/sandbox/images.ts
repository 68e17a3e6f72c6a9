// The images of sandboxes: one for all that run the same code, under a name for each of them.
import { LocalFailure } from '#provision/local.ts'
import type { Engine } from './engine.ts'
import { imagesOf } from './name.ts'

const label = 'rates.sandbox.image'
const dockerfiles = { app: 'api/Dockerfile', db: 'provision/sandbox/Dockerfile' }

/** Not by Compose, which would write the sandbox's name into them; from the cache in a second. */
export const buildImages = async ({ docker }: Pick<Engine, 'docker'>, name: string) => {
  const images = imagesOf(name)
  for (const [part, dockerfile] of Object.entries(dockerfiles)) {
    const named = ['--tag', images[part as keyof typeof images], '--label', label]
    await docker(['build', '--quiet', '--file', dockerfile, ...named, '.'])
  }
}

/** Those of one sandbox that are there. */
export const findImages = async ({ docker }: Pick<Engine, 'docker'>, name: string) => {
  const named = Object.values(imagesOf(name)).flatMap(image => ['--filter', `reference=${image}`])
  const printed = await docker(['image', 'ls', '--format', '{{.Repository}}', ...ours, ...named])
  return printed.split('\n').filter(Boolean)
}

/** Removes earlier ones, which no sandbox has a name for any more. */
export const pruneImages = async ({ docker }: Pick<Engine, 'docker'>) => {
  await docker(['image', 'prune', '--force', ...ours]).catch(error => {
    // One at a time, says the engine; the one that runs does the same.
    if (!(error instanceof LocalFailure && /already running/.test(error.words))) throw error
  })
}

const ours = ['--filter', `label=${label}`]
