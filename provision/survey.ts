// Looks at everything that an environment has and makes the whole plan. Changes nothing.

import type { Kind } from '#provision/history/lines.ts'
import { type Parameter, readParameters } from '#provision/parameters/parameters.ts'
import { planParameters } from '#provision/parameters/plan.ts'
import { hideSecrets } from '#provision/parameters/rules.ts'
import { type Route, reach } from './access/reach.ts'
import { type Machine, machineOf } from './apply.ts'
import type { Aws } from './aws/clients.ts'
import type { Step } from './aws/resource.ts'
import { type Change, changes } from './change.ts'
import { Refusal } from './errors.ts'
import { type Found, find } from './found.ts'
import type { HostWanted } from './host/part.ts'
import { inspectHost } from './host/set-up.ts'
import { plan } from './plan.ts'
import { type Dump, readDump } from './release/dump.ts'
import { inspectRelease } from './release/ship.ts'
import { readSource, type Source } from './release/source.ts'
import type { Say } from './say.ts'
import type { Host } from './ssh/host.ts'
import type { SshKey } from './ssh/keys.ts'
import type { Wanted } from './wanted.ts'

/** What a run is given: what is wanted, how to reach it, and whom to tell. */
export type Run = Route & {
  aws: Aws
  wanted: Wanted
  key: SshKey
  /** The folder of the repository whose commit is released. */
  root: string
  dump: string | undefined
  say: Say
  /** Called with each secret, before anything is said of it. */
  hide: (secret: string) => void
  signal: AbortSignal
  /** The service may stop answering meanwhile. */
  maintenance: boolean
  /** How many releases stay on the host. */
  keep: number
  /** Longest wait for requests in flight. */
  drainMs: number
  /** For the history, and for those who find the lock taken. */
  kind: Kind
  why: string
  /** For a lock that somebody else holds; refused at once unless given. */
  waitMs: number | undefined
  redact: (text: string) => string
  /** @throws where the service, as the world reaches it, does not answer as it should */
  smoke: (machine: Machine, parameters: readonly Parameter[]) => Promise<unknown>
}

export type Survey = {
  /** With what the parameters say of AWS. */
  wanted: Wanted
  source: Source
  dump: Dump
  parameters: readonly Parameter[]
  found: Found
  /** Undefined where there is none yet, or it can't be reached before AWS is changed. */
  host: Host | undefined
  steps: { parameters: Change[]; aws: Step[]; host: Change[]; release: Change[] }
}

export const survey = async (run: Run): Promise<Survey> => {
  const { aws, root } = run
  const [source, dump] = [await readSource(root), await readDump(root, run.dump)]
  if (source.uncommitted > 0) run.say(`${source.uncommitted} uncommitted files are not released`)
  const parameters = await readParameters(aws, run.wanted.environment)
  hideSecrets(parameters, run.hide)

  const wanted = { ...run.wanted, backupTo: valueIn(parameters, 'BACKUP_S3') }
  const found = await find(aws, wanted)
  refuseLostPasswords(source, parameters, found)
  const inAws = {
    parameters: planParameters(parameterWants(run, source), parameters),
    aws: plan(wanted, found),
  }
  const host = await hostBefore(run, found, changes([...inAws.parameters, ...inAws.aws]))
  const onHost = await planHost(run, { source, dump, parameters, found, host }).catch(error => {
    host?.close()
    throw error
  })
  return { wanted, source, dump, parameters, found, host, steps: { ...inAws, ...onHost } }
}

export const wholePlan = ({ steps }: Survey): Change[] => [
  ...steps.parameters,
  ...steps.aws,
  ...steps.host,
  ...steps.release,
]

export const parameterWants = ({ wanted }: Run, { needs }: Source) => ({
  environment: wanted.environment,
  domain: wanted.domain,
  needs,
})

export const hostWanted = (
  { wanted }: Run,
  machine: Machine,
  parameters: readonly Parameter[],
): HostWanted => ({
  environment: wanted.environment,
  dataVolumeId: machine.dataVolume,
  backupAt: valueIn(parameters, 'BACKUP_AT'),
})

const valueIn = (parameters: readonly Parameter[], wanted: string) =>
  parameters.find(({ name }) => name === wanted)?.value

// New passwords would not open a database that was made with others.
const refuseLostPasswords = ({ needs }: Source, parameters: readonly Parameter[], found: Found) => {
  const used = found.volumes.find(({ wasAttached }) => wasAttached)
  if (!used || needs.generated.some(name => parameters.some(one => one.name === name))) return
  throw new Refusal(
    `The data volume ${used.id} may hold a database, and every parameter with a password of it is gone: ${needs.generated.join(', ')}. Put them back (npx zx scripts/parameters.mjs --env ${found.environment} set NAME), or delete the volume if nothing on it is needed.`,
  )
}

const shortWaitMs = 20_000
// One that was made a minute ago may still boot.
const bootWaitMs = 5 * 60_000
const youngMs = 10 * 60_000

// A host that AWS is about to change may be out of reach until then: stopped, replaced, its port 22 closed.
const hostBefore = async (run: Run, found: Found, pending: Change[]) => {
  const machine = machineOf(found)
  const isGoing = pending.some(({ kind, action }) => kind === 'instance' && action !== 'change')
  if (!machine || isGoing) return
  try {
    const isYoung = found.instances.some(one => Date.now() - one.launchedAt.getTime() < youngMs)
    const wait = isYoung ? { timeoutMs: bootWaitMs } : { timeoutMs: shortWaitMs, say: () => {} }
    return await reach({ ...run, machine, ...wait })
  } catch (error) {
    if (pending.length === 0) throw error
    run.say(`The host is not reached before the plan is applied: ${(error as Error).message}`)
  }
}

type Seen = Pick<Survey, 'source' | 'dump' | 'parameters' | 'found' | 'host'>

const planHost = async (run: Run, { found, host, ...release }: Seen) => {
  const machine = machineOf(found)
  if (!host || !machine) return laterOnHost(run, release.source)

  const onHost = await inspectHost(host, hostWanted(run, machine, release.parameters))
  // Without an engine there is nothing to ask what runs.
  if (changes(onHost).length > 0) return { ...laterOnHost(run, release.source), host: onHost }
  const { environment } = run.wanted
  return { host: onHost, release: await inspectRelease(host, { environment, ...release }) }
}

const laterOnHost = (
  { wanted }: Run,
  { commit }: Source,
): { host: Change[]; release: Change[] } => ({
  host: [{ action: 'change', kind: 'host', name: wanted.environment, differs: [setUp] }],
  release: [{ action: 'change', kind: 'release', name: commit.slice(0, 7), differs: [] }],
})

const setUp = { what: 'state', to: 'Docker engine, data volume, updates, limits, as wanted' }
