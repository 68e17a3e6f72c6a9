// Brings a backup back from S3 into the folder, as a rehearsal and a restore take it from there.
import { Refusal } from '../refusal.ts'
import { takenAt } from './backup.ts'
import { copyBackup } from './copy.ts'
import { backupsIn, type Found } from './found.ts'
import type { Place } from './place.ts'
import { size } from './size.ts'

type Fetching = { folder: Place; s3: Place | undefined; say: (line: string) => void }

export const fetchBackup = async (name: string, { folder, s3, say }: Fetching) => {
  if (!takenAt(name))
    throw new Refusal(`${name} is no backup's name, as rates-20261121T030000Z is.`)
  if (await wholeIn(folder, name)) return say(`${name} is in ${folder.where} already`)
  if (!s3)
    throw new Refusal(`${name} is not in ${folder.where}, and BACKUP_S3 names no other place.`)

  const { manifest } = (await wholeIn(s3, name)) ?? missing(name, s3)
  // The manifest comes last: with it, the backup counts as a checked one at once.
  await copyBackup({ manifest, from: s3, to: folder, marks: ['checked.json', 'json'] })
  say(`fetched ${name} from ${s3.where}, ${size(manifest.bytes)}`)
}

type Whole = Exclude<Found, { state: 'incomplete' }>

const wholeIn = async (place: Place, name: string) =>
  (await backupsIn(place)).find(
    (backup): backup is Whole => backup.name === name && backup.state !== 'incomplete',
  )

const missing = (name: string, { where }: Place): never => {
  throw new Refusal(`${name} is not in ${where} as a whole. \`list\` shows what is.`)
}
