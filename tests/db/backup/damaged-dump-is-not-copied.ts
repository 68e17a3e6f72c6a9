// A dump whose bytes have changed since is not copied, the others are, and nothing is removed.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { backupFolder, filesIn, namesAmong, putBackup, store } from '#tests/fixtures/backups.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { bucket } from '#tests/fixtures/s3.ts'

const damage = async (folder: string, name: string) => {
  const file = join(folder, `${name}.dump`)
  const dump = await readFile(file)
  dump[dump.length - 1] = (dump.at(-1) ?? 0) ^ 1
  await writeFile(file, dump)
}

t.test('a bit of its last byte', needsDocker(), async t => {
  const s3 = await bucket(t)
  const sizes = { 'in one request': 10_000, 'in parts': 20 * 1024 * 1024 }

  for (const [way, bytes] of Object.entries(sizes))
    await t.test(way, async t => {
      const place = s3.below(`${bytes}/`)
      const folder = await backupFolder(t)
      const { name } = await putBackup(folder, 1, { dump: Buffer.alloc(bytes, 'dump') })
      const { name: sound } = await putBackup(folder, 2)
      await putBackup(folder, 30, { state: 'unchecked' })
      await damage(folder, name)
      const before = await filesIn(folder)

      const { code, stderr } = await store(place.env(folder), 'keep')
      t.equal(code, 1)
      t.match(
        stderr,
        `${name}.dump in ${folder} is not what was dumped: ${bytes} of ${bytes} bytes`,
      )
      t.match(stderr, `Rehearse it (backup rehearse ${name})`)
      t.strictSame(namesAmong(await place.files()), [sound])
      t.equal((await place.files()).length, 3)
      t.strictSame(await place.uploads(), [])
      t.strictSame(await filesIn(folder), before)
    })
})
