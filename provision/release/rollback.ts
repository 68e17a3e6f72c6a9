// Back to a release that ran before: its image, compose files and environment, begun like any other.
import { Refusal } from '#provision/errors.ts'
import type { Host } from '#provision/ssh/host.ts'
import { type Begin, begin, link } from './begin.ts'
import { currentRecord, findRelease } from './found.ts'
import { needsOf } from './needs.ts'
import { oneWaySince } from './one-way.ts'
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
  const [target, ...more] = to ? others.filter(named(to)) : [before(releases, now)]
  if (!target || more.length > 0) {
    const there = others.map(({ id, madeBy }) => `  ${id} by ${madeBy}`).join('\n') || '  none'
    const count = more.length > 0 ? 'more than one' : 'no'
    throw new Refusal(
      `There is ${count} release ${to ?? 'before the current one'} to go back to. On the host, oldest first:\n${there}`,
    )
  }
  refuseOneWay(target, now)
  return target
}

const named =
  (to: string) =>
  ({ id, commit }: ReleaseRecord) =>
    id.startsWith(to) || id.endsWith(to) || commit.startsWith(to)

const refuseOneWay = ({ id, migrations }: ReleaseRecord, now: ReleaseRecord | undefined) => {
  const lines = oneWaySince(migrations, now?.migrations ?? [])
  if (lines.length === 0) return
  throw new Refusal(
    `${id} can't live with migrations that have run since:\n${lines.join('\n')}\nNothing was changed. Mend the current release and deploy it, or restore a backup from before.`,
  )
}

/** @param to  an id or a commit, or how one begins; undefined: the last one before the current */
export const target = async (host: Host, to: string | undefined): Promise<ReleaseRecord> => {
  const record = chosen(await releasesOn(host), await currentRecord(host), to)
  await refuseMissingImage(host, record)
  return record
}

/** Asked again for the last one, it goes one further back. */
export const rollback = async (run: Rollback) => {
  const { host, to: record, step } = run
  const needs = await needsOf(host, record)
  const found = await findRelease(host, { project: needs.project, images: [] })
  await begin({ ...run, record, needs, found })
  await step('finish', () => link(host, record.id))
}

const refuseMissingImage = async (host: Host, { id, image }: ReleaseRecord) => {
  const { code } = await host.run(['docker', 'image', 'inspect', image.name], { mayFail: true })
  if (code === 0) return
  throw new Refusal(
    `The image ${image.name} of ${id} is no longer on the host. Check out its commit and deploy it anew.`,
  )
}
