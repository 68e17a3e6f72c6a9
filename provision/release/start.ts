// Starts a release on its host, and tells what a container that does not come up has said.
import { Refusal } from '#provision/errors.ts'
import { CommandFailed } from '#provision/ssh/errors.ts'
import type { Host } from '#provision/ssh/host.ts'
import { liveColor } from './colors.ts'
import { type ComposeNeeds, composeFiles, type Service } from './compose-files.ts'
import { type Container, containersOf } from './found.ts'
import { expectedServices, isWell } from './plan.ts'
import { current, mountedFolder, type ReleaseRecord, releaseFolder } from './record.ts'

// A first start loads the dump: 10 million prices take 11 s on one CPU.
const upTimeoutSeconds = 900
const shownLines = 15

type Placed = Pick<ReleaseRecord, 'id' | 'mountedSha256'>

/** `docker compose …` for a release on its host. */
export const compose = ({ id, mountedSha256 }: Placed, ...args: string[]) =>
  composeIn(releaseFolder(id), mountedFolder(mountedSha256), args)

/** The same for the release that runs, whichever that is when the words are used. */
export const composeOfCurrent = (...args: string[]) =>
  composeIn(current, `${current}/mounted`, args)

const composeIn = (folder: string, projectFolder: string, args: string[]) => [
  // A file that is extended is looked for in the project's directory, unless it is named in full.
  ...['/usr/bin/env', `BASE_FILE=${folder}/compose.yaml`, `BACKUP_FILES=${folder}/db/backup`],
  'docker',
  'compose',
  '--project-directory',
  projectFolder,
  '--env-file',
  `${folder}/environment`,
  ...composeFiles.flatMap(name => ['--file', `${folder}/${name}`]),
  ...args,
]

/** Before anything is sent that takes long. @throws {Refusal} with what docker compose says */
export const checkFiles = async (host: Host, release: Placed) => {
  const { code, stderr } = await host.run(compose(release, 'config', '--quiet'), { mayFail: true })
  if (code === 0) return
  throw new Refusal(
    `docker compose on ${host.address} does not take the compose files of ${release.id}:\n${stderr.trim()}\nWhat runs there was not touched. Mend the files, commit, and run this again.`,
  )
}

/**
 * All at once, those that differ anew: what answers stops for some seconds.
 * @throws {Refusal} naming each container that is not well, with its last lines
 */
export const start = async (host: Host, release: Placed, needs: ComposeNeeds) => {
  const live = await liveColor(host)
  const names = expectedServices(needs, live)
    .filter(({ replicas }) => replicas > 0)
    .map(({ name }) => name)
  const profile = live === 'green' ? ['--profile', 'green'] : []
  const wait = ['--detach', '--wait', '--wait-timeout', `${upTimeoutSeconds}`]
  const up = [...profile, 'up', ...wait, '--no-build', '--remove-orphans', ...names]
  await restartIll(host, needs.project)
  try {
    await host.run(compose(release, ...up), { timeoutMs: (upTimeoutSeconds + 60) * 1000 })
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    throw new Refusal(await explained(host, release, needs, error), { cause: error })
  }
}

const besideTimeoutSeconds = 120

/** One service of a release until it is well, and none of those that it depends on. `words`: its name last. */
export const upBeside = (host: Host, release: Placed, words: string[]) => {
  const wait = ['--detach', '--wait', '--wait-timeout', `${besideTimeoutSeconds}`, '--no-build']
  const profile = words.at(-1)?.endsWith('-green') ? ['--profile', 'green'] : []
  return host.run(compose(release, ...profile, 'up', ...wait, '--no-deps', ...words), {
    timeoutMs: (besideTimeoutSeconds + 60) * 1_000,
  })
}

// docker compose does not wait for one that is unhealthy already, such as one that had lost its database.
const restartIll = async (host: Host, project: string) => {
  const ill = (await containersOf(host, project)).filter(({ status }) => /unhealthy/.test(status))
  const names = ill.map(({ name }) => name)
  if (names.length > 0) await host.run(['docker', 'restart', ...names])
}

const explained = async (
  host: Host,
  { id }: Placed,
  { project, services, colors }: ComposeNeeds,
  { output }: CommandFailed,
) => {
  const ill = (await containersOf(host, project)).filter(
    one => !isWellAmong([...services, ...Object.values(colors ?? {})], one),
  )
  const words = await Promise.all(ill.map(container => lastWords(host, container)))
  const said = output.trim().split('\n').at(-1)
  return [`Release ${id} did not come up on ${host.address}: ${said}`, ...words].join('\n')
}

const isWellAmong = (services: readonly Service[], container: Container) =>
  isWell(container, services.find(({ name }) => name === container.service) ?? { oneShot: false })

/** What a container and its health check have said last, for whoever has to know why. */
export const lastWords = async (
  host: Host,
  { name, status }: Pick<Container, 'name' | 'status'>,
  shown = shownLines,
) => {
  const logs = ['docker', 'logs', '--tail', `${shown}`, name]
  const { stdout, stderr } = await host.run(logs, { mayFail: true })
  const lines = `${stdout}${stderr}`.trim().split('\n').slice(-shown)
  const words = lines.map(line => `  | ${line}`)
  return [`${name}: ${status}`, ...words, ...(await healthWords(host, name))].join('\n')
}

const healthWords = async (host: Host, name: string) => {
  const inspect = ['docker', 'inspect', '--format', '{{json .State.Health}}', name]
  const { code, stdout } = await host.run(inspect, { mayFail: true })
  const health: { Log?: { ExitCode: number; Output: string }[] } | null =
    code === 0 ? JSON.parse(stdout) : null
  const last = health?.Log?.at(-1)
  if (!last || last.ExitCode === 0) return []
  return [`  health check, exit code ${last.ExitCode}: ${last.Output.trim()}`]
}
