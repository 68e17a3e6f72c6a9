// `fetch` brings a backup back byte for byte, or brings nothing.
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { backupFolder, filesIn, nameOf, putBackup, store } from '#tests/fixtures/backups.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { bucket } from '#tests/fixtures/s3.ts'

const megabytes = 1024 * 1024

t.test('from a bucket', needsDocker(), async t => {
  const s3 = await bucket(t)
  const source = await backupFolder(t)
  const large = await putBackup(source, 1, { dump: Buffer.alloc(20 * megabytes, 'dump') })
  const small = await putBackup(source, 2)
  t.equal((await store(s3.env(source), 'keep')).code, 0)

  await t.test('every byte, for its owner alone', async t => {
    const folder = await backupFolder(t)
    for (const { name, dump } of [large, small]) {
      const { code, stdout, stderr } = await store(s3.env(folder), 'fetch', name)
      t.strictSame([code, stderr], [0, ''])
      t.match(stdout, `fetched ${name} from ${s3.where}, `)
      t.ok((await readFile(join(folder, `${name}.dump`))).equals(dump))
    }
    const files = await filesIn(folder)
    t.strictSame(files, await filesIn(source))
    for (const file of files) {
      t.equal((await stat(join(folder, file))).mode & 0o777, 0o600, file)
      if (file.endsWith('.json'))
        t.equal(await text(folder, file), await text(source, file), 'the same text')
    }
  })

  await t.test('what is there already is left as it is', async t => {
    const folder = await backupFolder(t)
    await store(s3.env(folder), 'fetch', small.name)
    const before = await stat(join(folder, `${small.name}.dump`))
    const { code, stdout } = await store(s3.env(folder), 'fetch', small.name)
    t.equal(code, 0)
    t.equal(stdout, `${small.name} is in ${folder} already\n`)
    t.equal((await stat(join(folder, `${small.name}.dump`))).mtimeMs, before.mtimeMs)
  })

  await t.test('what an earlier one has left is no hindrance', async t => {
    const folder = await backupFolder(t)
    await writeFile(join(folder, `${small.name}.dump`), 'cut')
    await writeFile(join(folder, `${small.name}.dump.part`), 'cut')
    t.equal((await store(s3.env(folder), 'fetch', small.name)).code, 0)
    t.equal((await filesIn(folder)).length, 3)
    t.ok((await readFile(join(folder, `${small.name}.dump`))).equals(small.dump))
  })

  await t.test('a damaged object is refused, and nothing is left of it', async t => {
    const folder = await backupFolder(t)
    const damaged = Buffer.from(small.dump)
    damaged[5_000] = (damaged[5_000] ?? 0) ^ 1
    await s3.put(`${small.name}.dump`, damaged)
    const { code, stderr } = await store(s3.env(folder), 'fetch', small.name)
    t.equal(code, 1)
    t.match(stderr, `${small.name}.dump in ${s3.where} is not what was dumped`)
    t.notMatch(stderr, /\n +at /, 'a sentence')
    t.strictSame(await filesIn(folder), [])
  })

  await t.test('a cut one does not count', async t => {
    const folder = await backupFolder(t)
    await s3.put(`${small.name}.dump`, small.dump.subarray(1))
    const { code, stderr } = await store(s3.env(folder), 'fetch', small.name)
    t.equal(code, 1)
    t.match(stderr, `${small.name} is not in ${s3.where} as a whole`)
    t.strictSame(await filesIn(folder), [])
  })

  await t.test('a folder that is not there', async t => {
    const folder = join(await backupFolder(t), 'gone')
    const { code, stderr } = await store(s3.env(folder), 'fetch', large.name)
    t.equal(code, 1)
    t.match(stderr, `There is no folder ${folder}. Make it`)
  })
})

t.test('names that are none, and none to fetch from', async t => {
  const folder = await backupFolder(t)
  const sentences: Record<string, RegExp> = {
    '../rates': /^\.\.\/rates is no backup's name/,
    'rates-20260230T030000Z': /is no backup's name/,
    [nameOf(3)]: /^rates-\S+ is not in \S+, and BACKUP_S3 names no other place\.$/m,
  }
  for (const [name, sentence] of Object.entries(sentences)) {
    const { code, stderr } = await store({ BACKUP_DIR: folder }, 'fetch', name)
    t.equal(code, 1)
    t.match(stderr, sentence)
  }
})

const text = (folder: string, file: string) => readFile(join(folder, file), 'utf8')
