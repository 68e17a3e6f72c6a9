// What a release that is on a host already asks for, out of its own files there.
import type { Host } from '#provision/ssh/host.ts'
import { type ComposeNeeds, composeFiles, composeNeeds } from './compose-files.ts'
import { type ReleaseRecord, releaseFolder } from './record.ts'

export const needsOf = async (
  host: Pick<Host, 'run'>,
  { id }: Pick<ReleaseRecord, 'id'>,
): Promise<ComposeNeeds> => {
  const files = composeFiles.map(name => `${releaseFolder(id)}/${name}`)
  const texts = files.map(async file => (await host.run(['cat', file])).stdout)
  return composeNeeds(await Promise.all(texts))
}
