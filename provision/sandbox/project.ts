// A sandbox as a Compose project: the files, and the variables that they ask for.
import type { LocalOptions } from '#provision/local.ts'
import type { Engine } from './engine.ts'
import type { Ports } from './found.ts'
import { projectOf } from './name.ts'
import type { Secrets } from './secrets.ts'

export type Settings = {
  name: string
  data: string
  madeAt: string
  ports: Ports
  secrets: Secrets
}

const files = ['compose.yaml', 'provision/sandbox/compose.sandbox.yaml']

export const compose =
  ({ docker }: Pick<Engine, 'docker'>, settings: Settings) =>
  (argv: readonly string[], options: LocalOptions = {}) =>
    docker([...projectWords(settings.name), ...argv], {
      ...options,
      env: { ...process.env, ...variables(settings) },
    })

// What lies in .env is for the stack of `docker compose up`.
const projectWords = (name: string) => [
  ...['compose', '--progress', 'quiet', '--project-name', projectOf(name)],
  ...['--project-directory', '.', '--env-file', '/dev/null'],
  ...files.flatMap(file => ['--file', file]),
]

const variables = ({ name, data, madeAt, ports, secrets }: Settings) => ({
  ...secrets,
  SANDBOX: name,
  SANDBOX_DATA: data,
  SANDBOX_MADE: madeAt,
  PORT: `${ports.api}`,
  DB_PORT: `${ports.db}`,
  COMPOSE_PROFILES: '',
})
