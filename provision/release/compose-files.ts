// What the compose files of a release ask for: parameters, images, and containers that run.
import { parse } from 'yaml'
import { Refusal } from '#provision/errors.ts'

/** In the order in which docker compose is given them. */
export const composeFiles = ['compose.yaml', 'compose.prod.yaml']

/** Set by provision itself, or left as compose.prod.yaml has it: never a parameter. */
export const ownNames = [
  ...['APP_IMAGE', 'DATA_DIR', 'LIVE_DIR', 'PROXY_DIR', 'RATES_DUMP'],
  ...['BASE_FILE', 'BACKUP_FILES', 'HTTP_PORT', 'HTTPS_PORT'],
]

export type Service = {
  name: string
  /** As the file says it; with a `$` in it the image of the release. */
  image: string
  /** How many containers; those of a one-shot service have ended well. */
  replicas: number
  oneShot: boolean
}

export type ComposeNeeds = {
  project: string
  required: string[]
  generated: string[]
  /** Without those that have a color. */
  services: Service[]
  /** The two that take turns; undefined where a project has none. */
  colors: Record<Color, Service> | undefined
}

export type Color = 'blue' | 'green'

type File = {
  name?: string
  services?: Record<string, ServiceOfFile>
  'x-generated'?: string[]
}
type ServiceOfFile = {
  image?: string
  deploy?: { replicas?: number }
  profiles?: string[]
  depends_on?: Record<string, { condition?: string }> | string[]
}

export const composeNeeds = (texts: readonly string[]): ComposeNeeds => {
  const files = texts.map(readFile)
  const asked = new Set(strings(files).flatMap(requiredIn))
  return {
    project: files.findLast(({ name }) => name)?.name ?? 'rates',
    required: [...asked].filter(name => !ownNames.includes(name)).sort(),
    generated: files.flatMap(file => file['x-generated'] ?? []),
    ...services(files),
  }
}

const readFile = (text: string, index: number): File => {
  try {
    // Compose's own tags (!reset) mean nothing here.
    return parse(text, { merge: true, logLevel: 'error' }) ?? {}
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    const name = composeFiles[index]
    throw new Refusal(`${name} of the commit can't be read: ${reason}`, { cause: error })
  }
}

const strings = (node: unknown): string[] => {
  if (typeof node === 'string') return [node]
  return node && typeof node === 'object' ? Object.values(node).flatMap(strings) : []
}

const requiredIn = (text: string) =>
  [...text.matchAll(/\$\{([A-Za-z_]\w*):?\?/g)].map(([, name = '']) => name)

const services = (files: File[]): Pick<ComposeNeeds, 'services' | 'colors'> => {
  const names = new Set(files.flatMap(file => Object.keys(file.services ?? {})))
  const parts = (name: string) => files.map(file => file.services?.[name] ?? {})
  const ending = new Set([...names].flatMap(name => parts(name).flatMap(waitedFor)))
  const service = (name: string): Service => ({
    name,
    image: parts(name).findLast(({ image }) => image)?.image ?? '',
    replicas: parts(name).findLast(({ deploy }) => deploy?.replicas)?.deploy?.replicas ?? 1,
    oneShot: ending.has(name),
  })
  const green = [...names].find(name => name.endsWith('-green'))
  const blue = green?.replace(/green$/, 'blue')
  const always = (name: string) => !parts(name).some(({ profiles }) => profiles?.length)
  return {
    services: [...names].filter(name => always(name) && name !== blue).map(service),
    colors: green && blue ? { blue: service(blue), green: service(green) } : undefined,
  }
}

const waitedFor = ({ depends_on: on = {} }: ServiceOfFile) =>
  Array.isArray(on)
    ? []
    : Object.keys(on).filter(name => on[name]?.condition === 'service_completed_successfully')
