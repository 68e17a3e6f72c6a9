// What a host remembers of a release: release.json, written when the release runs.
import { z } from 'zod'

export const folder = '/srv/rates'
export const dataFolder = `${folder}/data`
export const releaseFolder = (id: string) => `${folder}/releases/${id}`
export const renderedFile = (id: string) => `${releaseFolder(id)}/rendered.yaml`
export const mountedFolder = (sha256: string) => `${folder}/mounted/${sha256.slice(0, 16)}`
export const dumpFile = (sha256: string) => `${folder}/dumps/${sha256}`
export const current = `${folder}/current`
/** A file `green` in it moves traffic. */
export const liveFolder = `${folder}/live`
export const proxyFolder = `${folder}/proxy`

const record = z.object({
  id: z.string(),
  commit: z.string(),
  image: z.object({ name: z.string(), id: z.string() }),
  parameters: z.array(z.object({ name: z.string(), version: z.number() })),
  environmentHash: z.string(),
  bundleSha256: z.string(),
  mountedSha256: z.string(),
  dumpSha256: z.string(),
  migrations: z.array(z.object({ name: z.string(), oneWay: z.string().optional() })).default([]),
  madeAt: z.string(),
  madeBy: z.string(),
})

export type ReleaseRecord = z.infer<typeof record>

export type Migration = ReleaseRecord['migrations'][number]

/** Undefined where there is none, or none that this program understands. */
export const readRecord = (text: string): ReleaseRecord | undefined => {
  try {
    return record.parse(JSON.parse(text))
  } catch {
    // Another release takes its place.
    return undefined
  }
}

/** `20260714T093000-1a2b3c4`: sorts by time. */
export const releaseId = (madeAt: Date, commit: string) =>
  `${madeAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${commit.slice(0, 7)}`
