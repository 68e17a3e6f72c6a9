// The Docker engine that the sandboxes run on: the one that `docker` talks to.
import { Refusal } from '#provision/errors.ts'
import { LocalFailure, type LocalOptions, localText } from '#provision/local.ts'
import { type Place, placeOf } from './place.ts'

export type Engine = {
  root: string
  place: Place
  /** All that `docker ...` prints. */
  docker: (argv: readonly string[], options?: LocalOptions) => Promise<string>
}

// 26.0: the first that mounts one file of a volume.
const leastApi = [1, 45] as const

/** @param far  where it is, when not where its endpoint says. @throws {Refusal} where none answers, or one that is too old */
export const openEngine = async (
  root: string,
  signal?: AbortSignal,
  far?: Place,
): Promise<Engine> => {
  const docker: Engine['docker'] = (argv, options) =>
    localText(['docker', ...argv], { cwd: root, signal, ...options })
  const endpoint = await docker(['context', 'inspect', '-f', '{{.Endpoints.docker.Host}}'])
  const place = far ?? placeOf(endpoint)
  refuseOld(await docker(['version', '-f', '{{.Server.APIVersion}}']).catch(silent(endpoint)))
  return { root, place, docker }
}

const refuseOld = (version: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > leastApi[0] || (major === leastApi[0] && minor >= leastApi[1])) return
  throw new Refusal('Sandboxes need Docker Engine 26.0 or newer: update it, then run this again.')
}

const silent = (endpoint: string) => (error: unknown) => {
  if (!(error instanceof LocalFailure)) throw error
  const [reason] = error.words.trim().split('\n').slice(-1)
  throw new Refusal(
    `No Docker engine answers at ${endpoint} (${reason}). Start it, or name another one in DOCKER_HOST.`,
    { cause: error },
  )
}
