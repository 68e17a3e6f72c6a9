// Copies what is checked to S3, then removes what the retention does not keep, in both places.
import { copyBackup, Damaged } from './copy.ts'
import type { FolderPlace } from './folder.ts'
import { backupsIn, type Found } from './found.ts'
import type { Place } from './place.ts'
import { kept, type Retention, setAside } from './retention.ts'
import type { S3Place } from './s3.ts'
import { size } from './size.ts'

type Keeping = {
  folder: FolderPlace
  s3: S3Place | undefined
  retention: Retention
  now: Date
  say: (line: string) => void
}

/** Any error ends it before the first removal from the folder. */
export const keep = async (keeping: Keeping) => {
  const { folder, s3 } = keeping
  for (const { name, state } of await backupsIn(folder))
    if (state === 'checked') await folder.settle(name)
  if (s3) {
    await copyMissing(s3, keeping)
    await removeRest(s3, keeping)
  }
  await removeRest(folder, keeping)
  if (s3) await abandonUploads(s3, keeping)
}

const copyMissing = async (s3: S3Place, { folder, retention, now, say }: Keeping) => {
  const there = (await backupsIn(s3)).filter(({ state }) => state === 'checked')
  const lacking = without(there, await backupsIn(folder))
  // What would be removed there at once is not worth the way.
  const wanted = kept([...there, ...lacking], retention, now)
  const damaged: Damaged[] = []

  for (const { name, manifest, bytes } of lacking.filter(({ name }) => wanted.has(name))) {
    try {
      await copyBackup({ manifest, from: folder, to: s3, marks: ['json', 'checked.json'] })
      say(`copied ${name} to ${s3.where}, ${size(bytes)}`)
    } catch (error) {
      // One bad dump does not keep the others from being copied.
      if (!(error instanceof Damaged)) throw error
      damaged.push(error)
    }
  }
  if (damaged[0]) throw damaged[0]
}

type Checked = Found & { state: 'checked' }

const without = (there: Found[], here: Found[]) => {
  const names = new Set(there.map(({ name }) => name))
  return here.filter(
    (backup): backup is Checked => backup.state === 'checked' && !names.has(backup.name),
  )
}

const removeRest = async (place: Place, { retention, now, say }: Keeping) => {
  const backups = await backupsIn(place)
  const names = kept(backups, retention, now)
  const rest = backups.filter(({ name }) => !names.has(name))
  for (const backup of rest) await remove(place, backup)

  const removed = rest.map(({ name }) => name).join(', ')
  say(`${place.where}: kept ${names.size}, removed ${rest.length}${removed && `: ${removed}`}`)
  const aside = setAside(backups, now).join(', ')
  if (aside)
    say(
      `${place.where}: left alone, as if they were not there: ${aside}. Each is either of a time that has not come, or failed after it had been checked. See \`list\`, and remove by hand what is nothing.`,
    )
}

/** The manifest goes first: from then on the rest does not count, however this ends. */
const remove = async (place: Place, { name, files }: Found) => {
  const manifest = `${name}.json`
  const others = files.filter(file => file !== manifest)
  for (const file of files.includes(manifest) ? [manifest, ...others] : others)
    await place.remove(file)
}

/** They cost money and nothing else, so a bucket that does not tell of them is no failure. */
const abandonUploads = async (s3: S3Place, { now, say }: Keeping) => {
  try {
    for (const file of await s3.abandonUploads(now)) say(`gave up a left-over upload of ${file}`)
  } catch (error) {
    say(`left-over uploads were not looked for. ${(error as Error).message}`)
  }
}
