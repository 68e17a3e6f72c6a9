// Lets a release that is on a host begin: beside the one that runs where that can be, else in its place.
import { Refusal } from '#provision/errors.ts'
import type { Step } from '#provision/history/steps.ts'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import type { ComposeNeeds } from './compose-files.ts'
import type { ReleaseFound } from './found.ts'
import { proxyOf, putProxyConfiguration } from './proxy.ts'
import { current, type ReleaseRecord } from './record.ts'
import { roll } from './roll.ts'
import { stopAnswering, whatRuns } from './running.ts'
import { start } from './start.ts'

export type Begin = {
  host: Host
  record: ReleaseRecord
  needs: ComposeNeeds
  /** What ran before. */
  found: ReleaseFound
  say: Say
  step: Step
  /** Of the whole service, as the world reaches it. */
  smoke: () => Promise<unknown>
  /** The service may stop answering meanwhile. */
  maintenance: boolean
  /** Longest wait for requests in flight. */
  drainMs: number
}

/** @throws {Refusal} before anything is touched where it can't be done beside what runs */
export const begin = async (run: Begin) => {
  const { host, record, needs, found, step, maintenance } = run
  const { answers, differing } = await whatRuns(host, record, needs, found)
  if (answers && differing.length > 0 && !maintenance) throw new Refusal(asked(differing))

  const proxy = proxyOf(host, needs.project)
  await step('proxy', () => putProxyConfiguration(proxy, record.id))
  if (answers && !maintenance) return roll({ ...run, release: record })
  if (answers) await step('stop', () => stopAnswering(host, record, needs))
  await step('start', () => start(host, record, needs))
}

/** From then on this is the release of the host. */
export const link = async (host: Host, id: string) => {
  await host.run(['ln', '-sfn', `releases/${id}`, `${current}.new`])
  await host.run(['mv', '-T', `${current}.new`, current])
}

const asked = (services: string[]) =>
  `This release starts ${services.join(' and ')} anew, and nothing is answered meanwhile, for some seconds. What runs was not touched. Add --maintenance when that may be.`
