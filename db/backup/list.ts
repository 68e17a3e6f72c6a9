// What is there, for people and for programs: both places as one list.
import type { State } from './backup.ts'
import { backupsIn, type Found } from './found.ts'
import type { Place } from './place.ts'
import { table } from './table.ts'

export type Listed = {
  name: string
  takenAt: string
  bytes: number
  rows: Record<string, number>
  state: State
  places: Place['kind'][]
}

type Listing = {
  folder: Place
  s3: Place | undefined
  json: boolean
  say: (line: string) => void
}

export const list = async ({ folder, s3, json, say }: Listing) => {
  const print = (there: Found[]) => {
    const backups = listed([...here, ...there])
    const lines = json ? backups.map(backup => JSON.stringify(backup)) : table(backups)
    for (const line of lines) say(line)
  }

  const here = await backupsIn(folder)
  const there = s3 ? await backupsIn(s3).catch(showing(() => print([]))) : []
  print(there)
}

/** What is known is shown; the exit code says that it is not all. */
const showing = (known: () => void) => (error: unknown) => {
  known()
  throw error
}

/** The newest first. A place counts where the backup is whole there. */
export const listed = (found: readonly Found[]): Listed[] => {
  const byName = Map.groupBy(found, ({ name }) => name)
  return [...byName.values()].map(merged).toSorted((a, b) => (a.name < b.name ? 1 : -1))
}

// One that failed here stays so, whatever a copy of it was once found to be.
const states: State[] = ['failed', 'checked', 'unchecked', 'incomplete']

const merged = (backups: Found[]): Listed => {
  const [best] = backups.toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state))
  if (!best) throw new Error('a name without a backup')
  const whole = backups.filter(({ state }) => state !== 'incomplete')
  return {
    name: best.name,
    takenAt: best.takenAt.toISOString(),
    bytes: best.bytes,
    rows: best.state === 'incomplete' ? {} : best.manifest.rows,
    state: best.state,
    places: (whole.length > 0 ? whole : backups).map(({ place }) => place),
  }
}
