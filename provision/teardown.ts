// The end of an environment: a last dump, then everything of it in AWS.
import { DeleteParametersCommand } from '@aws-sdk/client-ssm'
import { listParameters, parameterPath } from '#provision/parameters/parameters.ts'
import { type Route, reach } from './access/reach.ts'
import { machineOf } from './apply.ts'
import type { Aws } from './aws/clients.ts'
import type { Step } from './aws/resource.ts'
import { realPause } from './aws/wait.ts'
import type { Change } from './change.ts'
import { destroy, destructionPlan } from './destroy.ts'
import { Refusal } from './errors.ts'
import { findOurs, type Ours } from './found.ts'
import { takeLastDump } from './last-dump.ts'
import type { Say } from './say.ts'
import type { SshKey } from './ssh/keys.ts'

export type Teardown = Route & {
  aws: Aws
  environment: string
  /** Undefined: the data is discarded. */
  dumpTo: string | undefined
  key: SshKey
  say: Say
  signal: AbortSignal
}

export type Doomed = { found: Ours; parameters: string[]; steps: Step[] }

/** What would go. Changes nothing. */
export const surveyDoomed = async ({ aws, environment }: Pick<Teardown, 'aws' | 'environment'>) => {
  const found = await findOurs(aws, environment)
  const parameters = (await listParameters(aws, environment)).map(({ name }) => name)
  return { found, parameters, steps: destructionPlan(found) }
}

export const doomedPlan = ({ steps, parameters }: Doomed): Change[] => [
  ...steps,
  ...parameters.map((name): Change => ({ action: 'delete', kind: 'parameter', name, differs: [] })),
]

/** Run again after an end at any step it goes on; the dump is taken while there is a host. */
export const tearDown = async (run: Teardown, { found, parameters, steps }: Doomed) => {
  const { aws, environment, say, signal } = run
  if (run.dumpTo !== undefined) await dumpBefore(run, found, run.dumpTo)

  await destroy({ aws, say, signal, pause: realPause }, steps, environment)
  await removeParameters(aws, environment, parameters)
  if (parameters.length > 0) say(`delete ${parameters.length} parameters`)
}

const waitMs = 30_000

const dumpBefore = async (run: Teardown, found: Ours, file: string) => {
  if (found.volumes.length === 0) return run.say('last dump: there is no data volume')
  const machine = machineOf(found)
  if (!machine)
    throw new Refusal(
      `The data volume ${found.volumes[0]?.id} is on no running host, so no last dump can be taken. Provision again to have one, or add --discard-data.`,
    )

  const host = await reach({ ...run, machine, timeoutMs: waitMs }).catch(error => {
    throw new Refusal(`No last dump can be taken: ${error.message} Or add --discard-data.`, {
      cause: error,
    })
  })
  try {
    await takeLastDump(host, { file, say: run.say, signal: run.signal })
  } finally {
    host.close()
  }
}

// As many as one call takes.
const atOnce = 10

const removeParameters = async ({ ssm }: Aws, environment: string, names: string[]) => {
  for (let first = 0; first < names.length; first += atOnce) {
    const Names = names.slice(first, first + atOnce).map(name => parameterPath(environment) + name)
    await ssm.send(new DeleteParametersCommand({ Names }))
  }
}
