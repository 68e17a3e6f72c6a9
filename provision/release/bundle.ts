// The files that a release needs on the host, out of a commit: compose files, and what they mount.
import { createHash } from 'node:crypto'
import { Refusal } from '#provision/errors.ts'
import { filesOf } from '#provision/image/tar.ts'
import { local } from '#provision/local.ts'
import { composeFiles } from './compose-files.ts'

// What the compose files mount, by paths relative to the project's folder.
const mounted = ['db/init', 'db/access']

// In the folder of a release, so that a change of them restarts nothing: the proxy's configuration is copied
// to where it is read, and a backup's container ends before the next one.
const besideCompose = ['provision/proxy/Caddyfile', 'db/backup']

/** Paths and the SHA-256 of what they hold. */
export type Sums = Record<string, string>

export type Bundle = {
  composeTar: Buffer
  composeTexts: string[]
  /** Apart, under the name of its content: a path that stays lets containers stay, too. */
  mountedTar: Buffer
  mountedSha256: string
  /** As they lie in the folder of a release, where `mounted` leads to the mounted files. */
  sums: Sums
  sha256: string
}

export const readBundle = async (root: string, commit: string): Promise<Bundle> => {
  const archive = (paths: string[]) =>
    local(['git', 'archive', '--format=tar', commit, '--', ...paths], { cwd: root })
  const composeTar = await archive([...composeFiles, ...besideCompose]).catch(notReleasable(commit))
  const mountedTar = await archive(mounted).catch(notReleasable(commit))

  const texts = filesOf(composeTar)
  const mountedSums = sumsOf(filesOf(mountedTar))
  const sums = { ...sumsOf(texts), ...under('mounted', mountedSums) }
  return {
    composeTar,
    composeTexts: composeFiles.map(name => `${texts.get(name) ?? ''}`),
    mountedTar,
    mountedSha256: sumOfSums(mountedSums),
    sums,
    sha256: sumOfSums(sums),
  }
}

export const sha256 = (content: string | Buffer) =>
  createHash('sha256').update(content).digest('hex')

const sumsOf = (files: Map<string, Buffer>): Sums =>
  Object.fromEntries([...files].map(([path, content]) => [path, sha256(content)]))

const under = (folder: string, sums: Sums): Sums =>
  Object.fromEntries(Object.entries(sums).map(([path, sum]) => [`${folder}/${path}`, sum]))

export const sumOfSums = (sums: Sums) =>
  sha256(
    Object.keys(sums)
      .sort()
      .map(path => `${sums[path]}  ${path}\n`)
      .join(''),
  )

const notReleasable = (commit: string) => (error: unknown) => {
  throw new Refusal(
    `Commit ${commit.slice(0, 7)} does not hold all of ${[...composeFiles, ...besideCompose, ...mounted].join(', ')}: commit them first.`,
    { cause: error },
  )
}
