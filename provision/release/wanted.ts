// What is to run on a host: a commit, with the parameters of an environment.

import type { Parameter } from '#provision/parameters/parameters.ts'
import type { Dump } from './dump.ts'
import { environmentHash, type Values } from './environment.ts'
import { dataFolder, dumpFile, liveFolder, proxyFolder } from './record.ts'
import type { Source } from './source.ts'

export type ReleaseWanted = {
  environment: string
  source: Source
  parameters: readonly Parameter[]
  dump: Dump
}

export const valuesOf = (parameters: readonly Parameter[]): Values =>
  Object.fromEntries(parameters.map(({ name, value }) => [name, value]))

export const hashOf = (wanted: ReleaseWanted) => environmentHash(valuesOf(wanted.parameters))

/** All that docker compose is to know: the parameters, and what provision itself sets. */
export const composeValues = (
  wanted: ReleaseWanted,
  { appImage, dumpSha256 }: { appImage: string; dumpSha256: string },
): Values => ({
  ...valuesOf(wanted.parameters),
  APP_IMAGE: appImage,
  DATA_DIR: dataFolder,
  LIVE_DIR: liveFolder,
  PROXY_DIR: proxyFolder,
  RATES_DUMP: dumpFile(dumpSha256),
})

export const imagesOf = ({ source }: ReleaseWanted) => [
  ...new Set(
    [...source.needs.services, ...Object.values(source.needs.colors ?? {})].map(({ image }) =>
      image.includes('$') ? source.appImage : image,
    ),
  ),
]
