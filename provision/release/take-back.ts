// A release that is not well: traffic, proxy and workers go back to the one before, which never stopped.
import { Refusal } from '#provision/errors.ts'
import { RolledBack } from '#provision/history/history.ts'
import { other, serviceOf, switchTo } from './colors.ts'
import type { Color } from './compose-files.ts'
import { type Container, containersOf } from './found.ts'
import { isWell } from './plan.ts'
import { proxyOf, putProxyConfiguration } from './proxy.ts'
import { retire } from './retire.ts'
import type { Roll } from './roll.ts'
import { lastWords, upBeside } from './start.ts'

/** What a release that is not well has changed; the answer is why, with the last words of what was ill. */
export const takenBack = async (run: Roll, live: Color, error: unknown): Promise<Refusal> => {
  const { host, needs, release, say } = run
  const failed = serviceOf(needs, other(live)).name
  const ill = await containersOf(host, needs.project)
    .then(all => all.filter(one => one.service === failed || isIllWorker(one)))
    .then(all => Promise.all(all.map(container => lastWords(host, container))))
    .catch(() => [])
  const reason = error instanceof Error ? error.message : String(error)
  try {
    await switchTo(host, live)
  } catch (failure) {
    // Whichever has the traffic, it goes on answering.
    return new Refusal(
      [
        `Release ${release.id} is not well, and the traffic could not be moved back: ${(failure as Error).message}. Run the same command again. ${reason}`,
        ...ill,
      ].join('\n'),
      { cause: error },
    )
  }
  const left = (what: string) => (failure: Error) => say(`${what}: ${failure.message}`)
  await proxyBack(run).catch(
    left('the proxy is left with the new Caddyfile; the next release brings its own'),
  )
  await workersBack(run).catch(
    left('the workers are left as they are; the next release starts them'),
  )
  await retire(run, other(live)).catch(left(`${failed} is left; the next release removes it`))
  return new RolledBack(
    [
      `Release ${release.id} was taken back; the one before it went on answering. ${reason}`,
      ...ill,
    ].join('\n'),
    { cause: error },
  )
}

const isIllWorker = (one: Container) => one.service === 'worker' && !isWell(one, { oneShot: false })

const proxyBack = async ({ host, needs, found: { record } }: Roll) => {
  if (record) await putProxyConfiguration(proxyOf(host, needs.project), record.id)
}

// They change nothing where the new ones were not started yet. Whoever hears that all is back finds it well.
const workersBack = async ({ host, found: { record } }: Roll) => {
  if (record) await upBeside(host, record, ['worker'])
}
