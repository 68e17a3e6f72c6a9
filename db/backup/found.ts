// The backups that are in a place, each with its state there.
import { backupOf, type Manifest, readManifest, type State, takenAt } from './backup.ts'
import type { File, Place } from './place.ts'

export type Found = {
  name: string
  place: Place['kind']
  takenAt: Date
  /** Of the file that changed last. */
  changedAt: Date
  bytes: number
  files: string[]
  /** It has failed, and was checked before. */
  doubted: boolean
} & ({ state: 'incomplete' } | { state: Exclude<State, 'incomplete'>; manifest: Manifest })

/** The newest first. Files of other names are passed over. */
export const backupsIn = async (place: Place): Promise<Found[]> => {
  const named = Map.groupBy(await place.files(), ({ name }) => backupOf(name))
  named.delete(undefined)

  const found: Found[] = []
  for (const [name = '', files] of named) found.push(await backupIn(place, name, files))
  return found.toSorted((a, b) => b.takenAt.getTime() - a.takenAt.getTime())
}

const backupIn = async (place: Place, name: string, files: File[]): Promise<Found> => {
  const base = {
    name,
    place: place.kind,
    takenAt: takenAt(name) as Date,
    changedAt: new Date(Math.max(...files.map(({ changedAt }) => changedAt.getTime()))),
    files: files.map(file => file.name),
    doubted: ['checked', 'failed'].every(mark =>
      files.some(file => file.name === `${name}.${mark}.json`),
    ),
  }
  const dump = files.find(file => file.name === `${name}.dump`)
  const manifest = dump && (await manifestIn(place, name, files))
  const state = stateOf(place, base)

  if (!manifest || manifest.bytes !== dump?.bytes || state === 'incomplete') {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    return { ...base, bytes, state: 'incomplete' }
  }
  return { ...base, bytes: manifest.bytes, state, manifest }
}

// A table takes some tens of bytes of it.
const largestManifestBytes = 1_000_000

const manifestIn = async (place: Place, name: string, files: File[]) => {
  const file = files.find(file => file.name === `${name}.json`)
  if (!file || file.bytes > largestManifestBytes) return undefined
  const text = await place.read(`${name}.json`)
  return text === undefined ? undefined : readManifest(name, text)
}

type Named = { name: string; files: string[] }

const stateOf = (place: Place, { name, files }: Named): State => {
  if (files.includes(`${name}.failed.json`)) return 'failed'
  if (files.includes(`${name}.checked.json`)) return 'checked'
  // Only checked ones are copied to S3, the mark last: without it the copy did not end.
  return place.kind === 's3' ? 'incomplete' : 'unchecked'
}
