// A release to a host that is there, and the way back. What AWS and the host need is provision's.

import { type Recorded, recorded } from '#provision/history/recorded.ts'
import { type Parameter, readParameters } from '#provision/parameters/parameters.ts'
import { planParameters } from '#provision/parameters/plan.ts'
import { hideSecrets } from '#provision/parameters/rules.ts'
import { type Route, reach, runningMachine } from './access/reach.ts'
import type { Machine } from './apply.ts'
import type { Aws } from './aws/clients.ts'
import { changes } from './change.ts'
import { Refusal } from './errors.ts'
import { readDump } from './release/dump.ts'
import { rollback, target } from './release/rollback.ts'
import { ship } from './release/ship.ts'
import { readSource } from './release/source.ts'
import type { Host } from './ssh/host.ts'
import type { SshKey } from './ssh/keys.ts'

export type Deploy = Route &
  Pick<Recorded, 'say' | 'signal' | 'redact' | 'why' | 'waitMs'> & {
    aws: Aws
    environment: string
    key: SshKey
    root: string
    hide: (secret: string) => void
    maintenance: boolean
    /** How many releases stay on the host. */
    keep: number
    drainMs: number
    /** @throws where the service, as the world reaches it, does not answer as it should */
    smoke: (machine: Machine, parameters: readonly Parameter[]) => Promise<unknown>
  }

/** This commit, beside the one that runs. @returns what changed; nothing where it runs already */
export const deploy = async (run: Deploy) => {
  const { environment, say } = run
  const source = await readSource(run.root)
  if (source.uncommitted > 0) say(`${source.uncommitted} uncommitted files are not released`)
  const dump = await readDump(run.root)
  const parameters = await usableParameters(run, source.needs)
  const { commit } = source

  return onHost(run, (host, machine) =>
    recorded({ ...run, host, kind: 'deploy', commit }, async (fenced, step, named) => {
      const wanted = { environment, source, parameters, dump }
      const smoke = () => run.smoke(machine, parameters)
      const changed = await ship({ ...run, host: fenced, wanted, step, smoke, named })
      say(
        changed.length > 0 ? `${commit.slice(0, 7)} is released` : 'nothing to do: it runs already',
      )
      return changed
    }),
  )
}

/** @param to  an id; undefined: the release before the current one */
export const goBack = async (run: Deploy, to: string | undefined) => {
  const parameters = await readParameters(run.aws, run.environment)
  hideSecrets(parameters, run.hide)

  return onHost(run, async (host, machine) => {
    const record = await target(host, to)
    const { commit, id: release } = record
    await recorded({ ...run, host, kind: 'rollback', commit, release }, async (fenced, step) => {
      // Whoever held the lock before may have released another one.
      if ((await target(fenced, to)).id !== release)
        throw new Refusal(
          'Another release has begun meanwhile. Nothing was changed: run this again.',
        )
      const smoke = () => run.smoke(machine, parameters)
      await rollback({ ...run, host: fenced, to: record, step, smoke })
    })
    run.say(`${release} runs again`)
  })
}

const usableParameters = async (
  run: Deploy,
  needs: Parameters<typeof planParameters>[0]['needs'],
) => {
  const { aws, environment } = run
  const parameters = await readParameters(aws, environment)
  hideSecrets(parameters, run.hide)
  const missing = changes(planParameters({ environment, needs }, parameters))
  if (missing.length === 0) return parameters
  throw new Refusal(
    `This commit needs parameters that ${environment} has not yet: ${missing.map(({ name }) => name).join(', ')}. npx zx scripts/provision.mjs --env ${environment} makes them.`,
  )
}

const waitMs = 20_000

export const onHost = async <T>(
  run: Pick<Deploy, 'aws' | 'environment' | 'key' | 'say' | 'signal' | 'sshHost' | 'sshPort'>,
  work: (host: Host, machine: Machine) => Promise<T>,
): Promise<T> => {
  const machine = await runningMachine(run.aws, run.environment)
  // Without the signal: what was begun has to be taken back over the same connection.
  const host = await reach({ ...run, signal: undefined, machine, timeoutMs: waitMs })
  try {
    return await work(host, machine)
  } finally {
    host.close()
  }
}
