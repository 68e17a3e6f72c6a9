// A backup: files of one name, among them the manifest that says what the dump holds.
import { z } from 'zod'

/** Whether a rehearsal has restored it, and whether it is there as a whole. */
export type State = 'checked' | 'unchecked' | 'failed' | 'incomplete'

/** Of the manifest, what is read here. */
export type Manifest = z.infer<typeof shape>

const count = z.int().nonnegative()

const shape = z.object({
  name: z.string(),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.record(z.string(), count),
})

/** Undefined where it is not one, or is that of another backup. */
export const readManifest = (name: string, text: string): Manifest | undefined => {
  const { data } = shape.safeParse(parsed(text))
  return data?.name === name ? data : undefined
}

/** When the backup of this name was taken; undefined where no backup has such a name. */
export const takenAt = (name: string): Date | undefined => {
  const [, year, month, day, hour, minute, second] =
    /^rates-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(name) ?? []
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return !Number.isNaN(date.getTime()) && backupName(date) === name ? date : undefined
}

export const backupName = (date: Date) =>
  `rates-${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** The backup that a file belongs to; undefined for any other file, which is left alone. */
export const backupOf = (file: string) => {
  const [, name] = /^(.*?)\.(?:dump|json|checked\.json|failed\.json)(?:\.part)?$/.exec(file) ?? []
  return name !== undefined && takenAt(name) ? name : undefined
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
