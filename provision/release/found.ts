// What of a release a host has and runs, read in few commands and without anything secret.

import { missingImages } from '#provision/image/send.ts'
import type { Host } from '#provision/ssh/host.ts'
import type { Sums } from './bundle.ts'
import { liveColor } from './colors.ts'
import type { Color } from './compose-files.ts'
import { current, type ReleaseRecord, readRecord } from './record.ts'

export type Container = {
  name: string
  service: string
  image: string
  status: string
  /** Of all that the compose files say about it. */
  configHash: string
  /** Its mounted files are there. */
  workingFolder: string
}

export type ReleaseFound = {
  /** Of the release that the link leads to. */
  record: ReleaseRecord | undefined
  sums: Sums
  containers: Container[]
  missingImages: string[]
  live: Color
}

export const findRelease = async (
  host: Host,
  { project, images }: { project: string; images: readonly string[] },
): Promise<ReleaseFound> => {
  const record = await currentRecord(host)
  return {
    record,
    sums: record ? await sumsIn(host, current) : {},
    containers: await containersOf(host, project),
    missingImages: await missingImages(host, images),
    live: await liveColor(host),
  }
}

export const currentRecord = async (host: Host): Promise<ReleaseRecord | undefined> => {
  const { stdout, code } = await host.run(['cat', `${current}/release.json`], { mayFail: true })
  return code === 0 ? readRecord(stdout) : undefined
}

/** Of every file in a folder but those that are written here, also behind links. */
export const sumsIn = async (host: Host, folder: string): Promise<Sums> => {
  const list =
    'cd "$1" && find -L . -type f ! -name release.json ! -name rendered.yaml -exec sha256sum {} +'
  const { stdout } = await host.run(['sh', '-c', list, 'sh', folder], { mayFail: true })
  const lines = stdout.split('\n').filter(Boolean)
  // Two spaces between, then `./`.
  return Object.fromEntries(lines.map(line => [line.slice(68), line.slice(0, 64)]))
}

export const containersOf = async (host: Host, project: string): Promise<Container[]> => {
  const label = (name: string) => `{{.Label "com.docker.compose.${name}"}}`
  const format = [
    ...['{{.Names}}', label('service'), '{{.Image}}', '{{.Status}}'],
    ...[label('config-hash'), label('project.working_dir')],
  ].join('\t')
  const ofProject = `label=com.docker.compose.project=${project}`
  const ps = ['docker', 'ps', '--all', '--no-trunc', '--filter', ofProject, '--format', format]
  const { stdout } = await host.run(ps)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const [name = '', service = '', image = '', status = '', hash = '', folder = ''] =
        line.split('\t')
      return { name, service, image, status, configHash: hash, workingFolder: folder }
    })
}
