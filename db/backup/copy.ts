// Brings a backup from one place to the other; its dump arrives as the manifest says, or not at all.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Refusal } from '../refusal.ts'
import type { Manifest } from './backup.ts'
import type { Place } from './place.ts'

type Copy = {
  manifest: Manifest
  from: Place
  to: Place
  marks: readonly ('json' | 'checked.json')[]
}

export class Damaged extends Refusal {
  name = 'Damaged'
}

/** `marks`: what follows the dump, in this order, as the last one makes the copy count. */
export const copyBackup = async ({ manifest, from, to, marks }: Copy) => {
  const dump = `${manifest.name}.dump`
  const content = Readable.from(verified(await from.open(dump), manifest, from), {
    objectMode: false,
  })
  await to.write(dump, content, manifest.bytes)

  for (const mark of marks) {
    const file = `${manifest.name}.${mark}`
    const text = Buffer.from((await from.read(file)) ?? gone(file, from))
    await to.write(file, Readable.from([text], { objectMode: false }), text.length)
  }
}

/** The chunks as they come. Ends in an error instead of an end where they are not the dump's. */
async function* verified(content: Readable, { name, bytes, sha256 }: Manifest, from: Place) {
  const hash = createHash('sha256')
  let count = 0
  for await (const chunk of content) {
    hash.update(chunk)
    count += chunk.length
    yield chunk
  }
  if (count !== bytes || hash.digest('hex') !== sha256)
    throw new Damaged(
      `${name}.dump in ${from.where} is not what was dumped: ${count} of ${bytes} bytes, and not those of the SHA-256 in its manifest. ` +
        `Nothing of it was copied. ${remedies[from.kind](name)}`,
    )
}

const remedies = {
  folder: (name: string) =>
    `Rehearse it (backup rehearse ${name}): that marks it as failed, and keep goes on without it.`,
  s3: (name: string) =>
    `Remove ${name}.* there: keep copies it again where the folder still has it.`,
}

const gone = (file: string, { where }: Place): never => {
  throw new Refusal(`${file} has just gone from ${where}. Run the same command again.`)
}
