// The releases that ran on a host: which are there, which one was before, which are kept.
import type { Host } from '#provision/ssh/host.ts'
import { folder, type ReleaseRecord, readRecord } from './record.ts'

/** The oldest first. */
export const releasesOn = async (host: Host): Promise<ReleaseRecord[]> => {
  const print =
    'for file in "$1"/releases/*/release.json; do cat "$file" && printf "\\0"; done; true'
  const { stdout } = await host.run(['sh', '-c', print, 'sh', folder])
  return stdout
    .split('\0')
    .map(readRecord)
    .filter(record => record !== undefined)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Where a rollback goes that names none. */
export const before = (releases: readonly ReleaseRecord[], now: ReleaseRecord | undefined) =>
  releases.findLast(({ id }) => !now || id < now.id)

export const defaultKeep = 5

/**
 * Pure. The current release, the one before it, and the last ones until there are `keep`: by another
 * machine's clock, or after a rollback, the current one may be older than those.
 */
export const kept = (
  releases: readonly ReleaseRecord[],
  now: ReleaseRecord | undefined,
  keep: number,
): ReleaseRecord[] => {
  const needed = [before(releases, now), now].filter(record => record !== undefined)
  const others = releases.filter(({ id }) => needed.every(record => record.id !== id))
  const more = Math.max(0, keep - needed.length)
  return [...(more > 0 ? others.slice(-more) : []), ...needed]
}
