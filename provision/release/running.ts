// What of a release's stack runs on a host already, and whether it would have to start anew.
import type { Host } from '#provision/ssh/host.ts'
import type { ComposeNeeds } from './compose-files.ts'
import type { ReleaseFound } from './found.ts'
import { isWell } from './plan.ts'
import type { ReleaseRecord } from './record.ts'
import { compose } from './start.ts'

type Placed = Pick<ReleaseRecord, 'id' | 'mountedSha256'>

// They take turns or are replaced by themselves; the others everything stands on.
const replaceable = ['migrate', 'worker']

/** Whether anybody is answered now, and which of the services below differ from what the release says. */
export const whatRuns = async (
  host: Host,
  release: Placed,
  { services, colors }: ComposeNeeds,
  { containers, live }: ReleaseFound,
) => {
  const running = (name: string) =>
    containers.filter(one => one.service === name && isWell(one, { oneShot: false }))
  const below = services.map(({ name }) => name).filter(name => !replaceable.includes(name))
  if (!colors) return { answers: false, differing: [] }

  // Where one that all stands on is down, nobody is answered, whatever else runs.
  const answers = [colors[live].name, ...below].every(name => running(name).length > 0)
  const hashes = await configHashes(host, release)
  const differing = below.filter(name =>
    running(name).every(({ configHash }) => configHash !== hashes.get(name)),
  )
  return { answers, differing }
}

/** The proxy answers 503 from then on. */
export const stopAnswering = (host: Host, release: Placed, { colors }: ComposeNeeds) => {
  const names = colors ? [colors.blue.name, colors.green.name] : []
  const stop = ['--profile', 'green', 'stop', ...names, 'worker']
  return host.run(compose(release, ...stop))
}

const configHashes = async (host: Host, release: Placed) => {
  const { stdout } = await host.run(compose(release, 'config', '--hash', '*'))
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map(line => line.split(' ') as [string, string]),
  )
}
