// Puts the files of a release on its host.

import { isSecret } from '#provision/parameters/rules.ts'
import type { Host } from '#provision/ssh/host.ts'
import { type Bundle, sumOfSums } from './bundle.ts'
import { environmentFile } from './environment.ts'
import { sumsIn } from './found.ts'
import { folder, mountedFolder, type ReleaseRecord, releaseFolder, renderedFile } from './record.ts'
import { compose } from './start.ts'
import { composeValues, type ReleaseWanted } from './wanted.ts'

/** Containers that run have these mounted: only a folder that is not as it should be is touched. */
export const putMounted = async (host: Host, { mountedTar, mountedSha256 }: Bundle) => {
  const target = mountedFolder(mountedSha256)
  if (sumOfSums(await sumsIn(host, target)) === mountedSha256) return
  await host.run(['sh', '-c', unpack, 'sh', target], { stdin: mountedTar })
}

/** Compose files, the environment, and the way to what is mounted. */
export const putFiles = async (host: Host, wanted: ReleaseWanted, record: ReleaseRecord) => {
  const target = releaseFolder(record.id)
  await host.run(['install', '-d', '-m', '0700', folder, `${folder}/releases`, target])
  await host.run(['tar', '-x', '--no-same-owner', '-C', target], {
    stdin: wanted.source.bundle.composeTar,
  })
  await host.run(['ln', '-sfn', mountedFolder(record.mountedSha256), `${target}/mounted`])
  const values = composeValues(wanted, {
    appImage: record.image.name,
    dumpSha256: record.dumpSha256,
  })
  await host.put(`${target}/environment`, environmentFile(values), { mode: 0o600 })
}

/**
 * For people: all that docker compose makes of it, with the name and version of a parameter for its value.
 * None where a field would not take that.
 */
export const putRendered = async (host: Host, wanted: ReleaseWanted, record: ReleaseRecord) => {
  const named = wanted.parameters
    .filter(({ name }) => isSecret(name))
    .map(({ name, version }) => `${name}=${name}@${version}`)
  // What the process has in its own environment goes before what a file says.
  const config = ['/usr/bin/env', ...named, ...compose(record, 'config')]
  const { code, stdout } = await host.run(config, { mayFail: true })
  if (code === 0) await host.put(renderedFile(record.id), stdout, { mode: 0o600 })
}

// User 999 and others of the containers read them; the folder above lets only root in.
const unpack = `
set -eu
umask 022
mkdir -p "$1"
find "$1" -mindepth 1 -delete
tar -x --no-same-owner --no-same-permissions -C "$1"
chmod -R u=rwX,go=rX "$1"
`
