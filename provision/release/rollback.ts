// Back to a release that ran before: its image, compose files and environment, begun like any other.
import { Refusal } from '#provision/errors.ts'
import type { Host } from '#provision/ssh/host.ts'
import { type Begin, begin, link } from './begin.ts'
import { currentRecord, findRelease } from './found.ts'
import { needsOf } from './needs.ts'
import type { ReleaseRecord } from './record.ts'
import { before, releasesOn } from './releases.ts'

export type Rollback = Omit<Begin, 'record' | 'needs' | 'found'> & {
  /** As `target` gives it. */
  to: ReleaseRecord
}

/** Pure. @throws {Refusal} with the releases that there are, or with what stands between */
export const chosen = (
  releases: readonly ReleaseRecord[],
  now: ReleaseRecord | undefined,
  to: string | undefined,
): ReleaseRecord => {
  const others = releases.filter(({ id }) => id !== now?.id)
  const target = to
    ? others.find(({ id }) => id.startsWith(to) || id.endsWith(to))
    : before(releases, now)
  if (!target) {
    const there = others.map(({ id, madeBy }) => `  ${id} by ${madeBy}`).join('\n') || '  none'
    throw new Refusal(
      `There is no release ${to ?? 'before the current one'} to go back to. On the host, oldest first:\n${there}`,
    )
  }
  refuseOneWay(target, now)
  return target
}

const refuseOneWay = ({ id, migrations }: ReleaseRecord, now: ReleaseRecord | undefined) => {
  const then = new Set(migrations.map(({ name }) => name))
  const between = (now?.migrations ?? []).filter(one => one.oneWay && !then.has(one.name))
  if (between.length === 0) return
  const lines = between.map(({ name, oneWay }) => `  ${name}: ${oneWay}`)
  throw new Refusal(
    `${id} can't live with migrations that have run since:\n${lines.join('\n')}\nNothing was changed. Mend the current release and deploy it, or restore a backup from before.`,
  )
}

/** @param to  an id, or how one begins or ends; undefined: the last one before the current */
export const target = async (host: Host, to: string | undefined): Promise<ReleaseRecord> => {
  const record = chosen(await releasesOn(host), await currentRecord(host), to)
  await refuseMissingImage(host, record)
  return record
}

/** Asked again for the last one, it goes one further back. */
export const rollback = async (run: Rollback) => {
  const { host, to: record, step } = run
  const found = await findRelease(host, { project: 'rates', images: [] })
  await begin({ ...run, record, needs: await needsOf(host, record), found })
  await step('finish', () => link(host, record.id))
}

const refuseMissingImage = async (host: Host, { id, image }: ReleaseRecord) => {
  const { code } = await host.run(['docker', 'image', 'inspect', image.name], { mayFail: true })
  if (code === 0) return
  throw new Refusal(
    `The image ${image.name} of ${id} is no longer on the host. Check out its commit and deploy it anew.`,
  )
}
