// Keeps the last releases of a host, and what they need; removes the rest.
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { containersOf, currentRecord } from './found.ts'
import { dumpFile, folder, mountedFolder, type ReleaseRecord, releaseFolder } from './record.ts'
import { kept, releasesOn } from './releases.ts'

type Prune = { host: Host; project: string; keep: number; say: Say }

/** After a success: a folder without release.json is one that never ran. */
export const prune = async ({ host, project, keep, say }: Prune) => {
  const stay = kept(await releasesOn(host), await currentRecord(host), keep)
  // A container that no release since has started anew still has its own files mounted.
  const containers = await containersOf(host, project)
  const mounted = containers.map(({ workingFolder }) => workingFolder)
  const needed = new Set([...stay.flatMap(paths), ...mounted])
  const releases = await list(host, `${folder}/releases`)
  const there = [
    ...releases,
    ...(await list(host, `${folder}/mounted`)),
    ...(await list(host, `${folder}/dumps`)),
  ]
  const unneeded = there.filter(path => !needed.has(path))
  // A release that is asked for again has its name anew, so nothing that runs is in one of these.
  if (unneeded.length > 0) await host.run(['rm', '-rf', '--', ...unneeded])
  const images = [...stay.map(({ image }) => image.name), ...containers.map(({ image }) => image)]
  await removeImages(host, new Set(images))
  const gone = unneeded.filter(path => releases.includes(path)).length
  if (gone > 0) say(`releases: ${stay.length} kept, ${gone} removed`)
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

const removeImages = async (host: Host, needed: Set<string>) => {
  const format = ['--format', '{{.Repository}}:{{.Tag}}', '--filter', 'reference=rates-app']
  const { stdout } = await host.run(['docker', 'image', 'ls', ...format])
  const unneeded = stdout.split('\n').filter(name => name && !needed.has(name))
  // One that a container still uses stays until next time.
  if (unneeded.length > 0) await host.run(['docker', 'image', 'rm', ...unneeded], { mayFail: true })
}
