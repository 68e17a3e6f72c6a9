// Keeps the last releases of a host, and what they need; removes the rest.
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { containersOf } from './found.ts'
import {
  current,
  dumpFile,
  folder,
  mountedFolder,
  type ReleaseRecord,
  readRecord,
  releaseFolder,
} from './record.ts'

const keptReleases = 5

/** After a success: a folder without release.json is one that never ran. */
export const prune = async (host: Host, project: string, say: Say) => {
  const releases = await list(host, `${folder}/releases`)
  const kept = (await recordsOf(host, releases)).slice(-keptReleases)
  // A container that no release since has started anew still has its own files mounted.
  const mounted = (await containersOf(host, project)).map(({ workingFolder }) => workingFolder)
  const needed = new Set([...kept.flatMap(paths), ...mounted])
  const there = [
    ...releases,
    ...(await list(host, `${folder}/mounted`)),
    ...(await list(host, `${folder}/dumps`)),
  ]
  const unneeded = there.filter(path => !needed.has(path))
  // A release that is asked for again has its name anew, so nothing that runs is in one of these.
  if (unneeded.length > 0) await host.run(['rm', '-rf', '--', ...unneeded])
  await removeImages(host, new Set(kept.map(({ image }) => image.name)))
  const gone = unneeded.filter(path => releases.includes(path)).length
  if (gone > 0) say(`releases: ${kept.length} kept, ${gone} removed`)
}

const paths = ({ id, mountedSha256, dumpSha256 }: ReleaseRecord) => [
  releaseFolder(id),
  mountedFolder(mountedSha256),
  dumpFile(dumpSha256),
]

const list = async (host: Host, place: string) => {
  const find = ['find', place, '-mindepth', '1', '-maxdepth', '1']
  return (await host.run(find, { mayFail: true })).stdout.split('\n').filter(Boolean).sort()
}

/** The oldest first, as their names sort; the current one last, whenever it was made. */
const recordsOf = async (host: Host, folders: string[]): Promise<ReleaseRecord[]> => {
  const print = 'for folder do cat "$folder/release.json" 2>/dev/null && printf "\\\\0"; done; true'
  const { stdout } = await host.run(['sh', '-c', print, 'sh', ...folders, current])
  const records = stdout
    .split('\0')
    .map(readRecord)
    .filter(record => record !== undefined)
  const last = records.at(-1)
  return [...records.filter(({ id }) => id !== last?.id), ...(last ? [last] : [])]
}

const removeImages = async (host: Host, kept: Set<string>) => {
  const format = ['--format', '{{.Repository}}:{{.Tag}}', '--filter', 'reference=rates-app']
  const { stdout } = await host.run(['docker', 'image', 'ls', ...format])
  const unneeded = stdout.split('\n').filter(name => name && !kept.has(name))
  // One that a container still uses stays until next time.
  if (unneeded.length > 0) await host.run(['docker', 'image', 'rm', ...unneeded], { mayFail: true })
}
