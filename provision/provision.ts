// From an account to a host that answers: carries out what a survey has planned, in order.

import { recorded } from '#provision/history/recorded.ts'
import type { Parameter } from '#provision/parameters/parameters.ts'
import { applyParameters } from '#provision/parameters/plan.ts'
import { hideSecrets } from '#provision/parameters/rules.ts'
import { reach } from './access/reach.ts'
import { apply, type Machine, machineOf } from './apply.ts'
import { realPause } from './aws/wait.ts'
import { changes } from './change.ts'
import { Refusal } from './errors.ts'
import { setUpHost } from './host/set-up.ts'
import { userData } from './host/user-data.ts'
import { localText } from './local.ts'
import { inspectRelease, ship } from './release/ship.ts'
import type { ReleaseWanted } from './release/wanted.ts'
import { newHostKey } from './ssh/host-key.ts'
import { hostWanted, parameterWants, type Run, type Survey } from './survey.ts'

export type Provisioned = { machine: Machine; parameters: readonly Parameter[] }

const bootTimeoutMs = 5 * 60_000

/**
 * Safe to repeat after an end at any step.
 * @throws {Refusal} with what the operator can do, and what AWS or the host said
 */
export const provision = async (run: Run, planned: Survey): Promise<Provisioned> => {
  const { aws, wanted, say, hide, signal } = run
  const { source, dump, found, steps } = planned

  await refuseWithoutDocker()
  const wants = parameterWants(run, source)
  const parameters = await applyParameters(aws, wants, planned.parameters, say)
  hideSecrets(parameters, hide)

  const made = changes(steps.aws).length === 0 ? found : await inAws(run, planned)
  const machine = machineOf(made)
  if (!machine) throw new Error('AWS shows all as wanted, but no instance with address and volume')

  const host = await hostAfter(run, planned, machine)
  try {
    signal.throwIfAborted()
    await setUpHost(host, hostWanted(run, machine, parameters), say)
    const there = { environment: wanted.environment, source, parameters, dump }
    if (changes(await inspectRelease(host, there)).length === 0) return { machine, parameters }
  } finally {
    host.close()
  }
  await released(run, machine, { environment: wanted.environment, source, parameters, dump })
  return { machine, parameters }
}

// Before anything is made that costs money.
const refuseWithoutDocker = () =>
  localText(['docker', 'version', '--format', '{{.Server.Version}}']).catch(error => {
    throw new Refusal(
      `Docker does not answer on this machine, which builds the image that is released: ${error.message}\nStart it, then run this again. Nothing was changed.`,
      { cause: error },
    )
  })

// Without the signal: what was begun has to be taken back over the same connection.
const released = async (run: Run, machine: Machine, wanted: ReleaseWanted) => {
  const { say, signal, redact, waitMs, kind, why, maintenance, drainMs, keep } = run
  const host = await reach({ ...run, signal: undefined, machine, timeoutMs: bootTimeoutMs })
  const told = { host, say, signal, redact, waitMs, kind, why, commit: wanted.source.commit }
  const smoke = () => run.smoke(machine, wanted.parameters)
  try {
    await recorded(told, (fenced, step, named) =>
      ship({ host: fenced, wanted, say, step, signal, drainMs, smoke, maintenance, keep, named }),
    )
  } finally {
    host.close()
  }
}

const inAws = ({ aws, say, hide, signal }: Run, { wanted, found, steps }: Survey) =>
  apply({
    ...{ aws, wanted, found, steps: steps.aws, say, signal },
    pause: realPause,
    firstBoot: () => {
      const hostKey = newHostKey()
      hide(hostKey.privateKey)
      return { userData: userData({ hostKey }), hostKey: hostKey.publicKey }
    },
  })

const hostAfter = async (run: Run, { host, steps }: Survey, machine: Machine) => {
  const isSame = changes(steps.aws).every(({ kind }) => kind !== 'instance')
  if (host && isSame) return host
  host?.close()
  return reach({ ...run, machine, timeoutMs: bootTimeoutMs })
}
