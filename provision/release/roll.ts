// From one release to the next without losing a request: start beside, look, switch, drain, end.
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '#provision/errors.ts'
import type { Step } from '#provision/history/steps.ts'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { liveColor, other, serviceOf, switchTo } from './colors.ts'
import type { Color, ComposeNeeds } from './compose-files.ts'
import { containersOf, type ReleaseFound } from './found.ts'
import { isWell } from './plan.ts'
import { proxyOf, seenWell } from './proxy.ts'
import type { ReleaseRecord } from './record.ts'
import { retire } from './retire.ts'
import { compose, lastWords, upBeside } from './start.ts'
import { takenBack } from './take-back.ts'

export type Roll = {
  host: Host
  release: Pick<ReleaseRecord, 'id' | 'mountedSha256' | 'image'>
  needs: ComposeNeeds
  /** What ran before. */
  found: Pick<ReleaseFound, 'record' | 'containers'>
  say: Say
  step: Step
  /** Of the whole service, as the world reaches it. */
  smoke: () => Promise<unknown>
  /** Longest wait for requests in flight. */
  drainMs: number
}

/**
 * Safe to repeat after an end at any step.
 * @throws {Refusal} when the new release is not well: the old one has gone on answering
 */
export const roll = async (run: Roll) => {
  const { host, step } = run
  const live = await trusted(run)
  const next = other(live)
  try {
    // What an earlier run has left there may still answer somebody.
    await step('clear', () => retire(run, next))
    await step('migrate', () => migrate(run))
    await step('start', () => start(run, next))
    await step('gate', () => untilProxySees(run, next))
    await step('check', () => checkContainers(run, next))
    await step('switch', () => switchTo(host, next))
    await step('smoke', run.smoke)
    await step('workers', () => upBeside(host, run.release, ['worker']))
  } catch (error) {
    throw await takenBack(run, live, error)
  }
  await step('drain', () => retire(run, live))
}

/**
 * The color with the traffic. A run that ended between its switch and its last look has left it on containers
 * that nobody has looked at: while those of the current release are there, they have it again.
 */
const trusted = async (run: Roll): Promise<Color> => {
  const { host, needs, found, say } = run
  const live = await liveColor(host)
  const current = found.record?.image.name
  const containers = await containersOf(host, needs.project)
  const imagesOf = (color: Color) =>
    containers
      .filter(one => one.service === needs.colors?.[color].name && isWell(one, { oneShot: false }))
      .map(({ image }) => image)
  const isOld = imagesOf(other(live)).includes(current ?? '')
  if (!isOld || imagesOf(live).includes(current ?? '')) return live
  // What an earlier run has told to end still runs for a while, but takes no more requests.
  const { replicas } = serviceOf(run.needs, other(live))
  const seen = await seenWell(proxyOf(host, needs.project), other(live), replicas)
  if (seen.length === 0) return live

  say(`an earlier run has not looked at ${live}: ${other(live)} has the traffic again`)
  await switchTo(host, other(live))
  return other(live)
}

const migrate = async (run: Roll) => {
  const { host, needs } = run
  const container = `${needs.project}-migrate-1`
  await host.run(compose(run.release, 'up', '--detach', '--no-deps', '--force-recreate', 'migrate'))
  const { stdout } = await host.run(['docker', 'wait', container], { timeoutMs: migrateTimeoutMs })
  if (stdout.trim() === '0') return
  const status = `exit code ${stdout.trim()}`
  const words = await lastWords(host, { name: container, status }, migrateLines)
  throw new Refusal(`The migrations failed:\n${words}`)
}

// An error of the database is told in its first line, and 35 more.
const migrateLines = 60
const migrateTimeoutMs = 60 * 60_000

const start = async (run: Roll, color: Color) => {
  const { host, release } = run
  const name = serviceOf(run.needs, color).name
  await upBeside(host, release, ['--force-recreate', name]).catch(async error => {
    throw new Refusal(`The new containers are not well: ${(error as Error).message}`, {
      cause: error,
    })
  })
}

const gateMs = 30_000
const pollMs = 500

const untilProxySees = async (run: Roll, color: Color) => {
  const { host, needs } = run
  const { replicas } = serviceOf(run.needs, color)
  let seen: string[] = []
  for (const deadline = performance.now() + gateMs; performance.now() < deadline; ) {
    seen = await seenWell(proxyOf(host, needs.project), color, replicas)
    if (seen.length === replicas) return
    await sleep(pollMs)
  }
  throw new Refusal(
    `The proxy finds ${seen.length} of ${replicas} new containers well after ${gateMs / 1_000} s.`,
  )
}

/** Each for itself, before anyone else asks it. */
const checkContainers = async (run: Roll, color: Color) => {
  const { host, needs, release } = run
  const { name, replicas } = serviceOf(run.needs, color)
  for (let count = 1; count <= replicas; count++) {
    const url = `http://${needs.project}-${name}-${count}:3000`
    const { code, stdout, stderr } = await host.run(
      [
        ...['docker', 'run', '--rm', '--network', `${needs.project}_default`],
        ...[release.image.name, 'node', 'scripts/smoke.mjs', url],
      ],
      { mayFail: true },
    )
    if (code !== 0) throw new Refusal(`${url} does not pass the smoke test:\n${stdout}${stderr}`)
  }
}
