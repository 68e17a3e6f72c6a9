// Which sandboxes there are, by the labels of their parts: no file here has to remember them.
import type { Engine } from './engine.ts'
import { projectOf } from './name.ts'

export type Container = {
  id: string
  service: string
  state: string
  /** As docker ps has it: `Up 5 minutes (healthy)`. */
  status: string
}

export type Sandbox = {
  name: string
  containers: Container[]
  volumes: string[]
  networks: string[]
  /** What was loaded into it. */
  data: string | undefined
  madeAt: string | undefined
  ports: Ports | undefined
}

export type Ports = { api: number; db: number }

/** All, by name. */
export const findSandboxes = async ({ docker }: Pick<Engine, 'docker'>): Promise<Sandbox[]> => {
  const containers = await rows<ContainerRow>(docker, ['ps', '--all', '--no-trunc'], containerRow)
  const volumes = await rows<VolumeRow>(docker, ['volume', 'ls'], volumeRow)
  const networks = await rows<Row>(docker, ['network', 'ls', '--no-trunc'], networkRow)
  const names = [...containers, ...volumes, ...networks].map(({ sandbox }) => sandbox)
  return [...new Set(names)].sort().map(name => {
    const ours = <T extends Row>(all: T[]) => all.filter(({ sandbox }) => sandbox === name)
    const [volume] = ours(volumes)
    return {
      name,
      containers: ours(containers).map(({ id, service, state, status }) => ({
        ...{ id, service, state, status },
      })),
      volumes: ours(volumes).map(({ id }) => id),
      networks: ours(networks).map(({ id }) => id),
      data: volume?.data,
      madeAt: volume?.made,
      ports: ours(containers).map(portsOf).find(Boolean),
    }
  })
}

export const findSandbox = async (engine: Pick<Engine, 'docker'>, name: string) =>
  (await findSandboxes(engine)).find(sandbox => sandbox.name === name)

/** The containers and volumes of a Compose project that has a sandbox's name and is none. */
export const strangers = async ({ docker }: Pick<Engine, 'docker'>, name: string) => {
  const inProject = ['--filter', `label=com.docker.compose.project=${projectOf(name)}`]
  const found = [
    ...(await rows<Row>(docker, ['ps', '--all', ...inProject], named('.Names'), [])),
    ...(await rows<Row>(docker, ['volume', 'ls', ...inProject], named('.Name'), [])),
  ]
  return found.filter(({ sandbox }) => sandbox === '').map(({ id }) => id)
}

type Row = { sandbox: string; id: string }
type VolumeRow = Row & { data: string; made: string }
type ContainerRow = Row & Omit<Container, 'id'> & { port: string; dbPort: string }

const label = (name: string) => `.Label "${name}"`
const named = (id: string) => ({ sandbox: label('rates.sandbox'), id })
const networkRow = named('.ID')
const volumeRow = {
  ...named('.Name'),
  data: label('rates.sandbox.data'),
  made: label('rates.sandbox.made'),
}
const containerRow = {
  ...named('.ID'),
  service: label('com.docker.compose.service'),
  state: '.State',
  status: '.Status',
  port: label('rates.sandbox.port'),
  dbPort: label('rates.sandbox.db-port'),
}

const onlySandboxes = ['--filter', 'label=rates.sandbox']

const rows = async <T extends Row>(
  docker: Engine['docker'],
  argv: string[],
  fields: Record<keyof T & string, string>,
  filter = onlySandboxes,
): Promise<T[]> => {
  const json = Object.entries<string>(fields).map(([key, field]) => `"${key}":{{json (${field})}}`)
  const printed = await docker([...argv, ...filter, '--format', `{${json.join(',')}}`])
  return printed
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

const portsOf = ({ port, dbPort }: ContainerRow): Ports | undefined =>
  port === '' ? undefined : { api: Number(port), db: Number(dbPort) }
