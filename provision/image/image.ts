// Images on the operator's machine: the one of a commit is built, the others are pulled if missing.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Refusal } from '#provision/errors.ts'
import { LocalFailure, local, localStream, localText } from '#provision/local.ts'
import type { Source } from '#provision/release/source.ts'
import type { Say } from '#provision/say.ts'

export type Image = {
  name: string
  architecture: string
  /** Digests of what the layers unpack to, from the bottom. */
  layers: string[]
  revision: string
  bytes: number
}

type Place = { source: Source; architecture: string; say: Say; signal?: AbortSignal | undefined }

/** The image `name` here, for machines of this architecture. */
export const localImage = async (name: string, place: Place): Promise<Image> => {
  const { source } = place
  const found = await inspectImage(name)
  const good = found && (name !== source.appImage || found.revision === source.commit)
  if (good && found.architecture === place.architecture) return found

  await fetch(name, found, place)
  const image = await inspectImage(name)
  if (image?.architecture === place.architecture) return image
  throw new Refusal(wrongArchitecture(name, image?.architecture, place.architecture))
}

const fetch = async (name: string, found: Image | undefined, place: Place) => {
  try {
    if (name === place.source.appImage) await build(place)
    else if (!found) await pull(name, place)
  } catch (error) {
    const here = await localText(['docker', 'version', '--format', '{{.Server.Arch}}'])
    if (here === place.architecture) throw error
    throw new Refusal(wrongArchitecture(name, here, place.architecture), { cause: error })
  }
}

export const imageFormat =
  '{{json .Architecture}} {{json .RootFS.Layers}} {{json .Config.Labels}} {{.Size}}'

export const readImage = (name: string, line: string): Image => {
  const [architecture = '', layers = '', ...rest] = line.trim().split(' ')
  const labels = JSON.parse(rest.slice(0, -1).join(' ')) ?? {}
  return {
    name,
    architecture: JSON.parse(architecture),
    layers: JSON.parse(layers) ?? [],
    revision: labels['org.opencontainers.image.revision'] ?? '',
    bytes: Number(rest.at(-1)),
  }
}

const inspectImage = async (name: string) => {
  try {
    return readImage(name, await localText(['docker', 'image', 'inspect', '-f', imageFormat, name]))
  } catch (error) {
    if (error instanceof LocalFailure && /no such image/i.test(error.words)) return undefined
    throw error
  }
}

const build = async ({ source, architecture, say, signal }: Place) => {
  const { root, commit, appImage } = source
  say(`image ${appImage}: building for ${architecture}`)
  const folder = await mkdtemp(join(tmpdir(), 'rates-build-'))
  try {
    const archive = localStream(['git', 'archive', '--format=tar', commit], { cwd: root, signal })
    await local(['tar', '-x', '-C', folder], { stdin: Readable.from(archive), signal })
    const dockerfile = ['-f', join(folder, 'api/Dockerfile'), '--build-arg', `REVISION=${commit}`]
    const platform = ['--platform', `linux/${architecture}`]
    await local(['docker', 'build', '-q', ...platform, ...dockerfile, '-t', appImage, folder], {
      signal,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const pull = async (name: string, { architecture, say, signal }: Place) => {
  say(`image ${name}: pulling`)
  await local(['docker', 'pull', '-q', '--platform', `linux/${architecture}`, name], { signal })
}

const wrongArchitecture = (name: string, here = 'none', there: string) =>
  `${name} is for ${here} on this machine, the host is ${there}. Let this machine build and run for both (docker run --privileged --rm tonistiigi/binfmt --install ${there}; docker pull --platform linux/${there} of what is pulled), or choose a --size whose processor is ${here}, such as ${here === 'arm64' ? 't4g.small' : 't3.small'}.`
