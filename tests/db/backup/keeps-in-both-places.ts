// `keep` copies what is checked to S3 and leaves in both places what the retention says.
import t from 'tap'
import {
  backupFolder,
  filesIn,
  nameOf,
  namesAmong,
  putBackup,
  store,
} from '#tests/fixtures/backups.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { bucket } from '#tests/fixtures/s3.ts'

const megabytes = 1024 * 1024

t.test('a folder and a bucket', needsDocker(), async t => {
  const s3 = await bucket(t)
  const folder = await backupFolder(t)
  const env = {
    ...s3.env(folder),
    BACKUP_KEEP_DAILY: '3',
    BACKUP_KEEP_WEEKLY: '0',
    BACKUP_KEEP_MONTHLY: '0',
  }
  const names = (...daysAgo: number[]) => daysAgo.map(nameOf).sort()

  for (const daysAgo of [30, 31, 32, 33]) await putBackup(folder, daysAgo)
  await putBackup(folder, 2, { state: 'failed' })
  await putBackup(folder, 1, { state: 'unchecked' })
  await putBackup(folder, 20, { state: 'unchecked' })

  await t.test('what is checked and kept is copied, what is not kept goes', async t => {
    const { code, stdout, stderr } = await store(env, 'keep')
    t.strictSame([code, stderr], [0, ''])
    t.match(stdout, `copied ${nameOf(30)} to ${s3.where}, 10.0 kB`)
    t.match(stdout, `${s3.where}: kept 3, removed 0`)
    t.match(stdout, `${folder}: kept 5, removed 2: ${nameOf(20)}, ${nameOf(33)}`)
    t.strictSame(namesAmong(await s3.files()), names(30, 31, 32))
    t.strictSame(namesAmong(await filesIn(folder)), names(1, 2, 30, 31, 32))
    t.equal((await filesIn(folder)).length, 3 * 3 + 2 + 3, 'no file of another is left')
    t.equal((await s3.files()).length, 3 * 3)
  })

  await t.test('again: nothing to do', async t => {
    const { code, stdout } = await store(env, 'keep')
    t.equal(code, 0)
    t.strictSame(stdout.split('\n').slice(0, 2), [
      `${s3.where}: kept 3, removed 0`,
      `${folder}: kept 5, removed 0`,
    ])
  })

  await t.test('new ones push the oldest out of both', async t => {
    const { dump } = await putBackup(folder, 0, { dump: Buffer.alloc(20 * megabytes, 'dump') })
    const { code, stdout } = await store(env, 'keep')
    t.equal(code, 0)
    t.match(stdout, `copied ${nameOf(0)} to ${s3.where}, 21.0 MB`)
    t.match(stdout, `${s3.where}: kept 3, removed 1: ${nameOf(32)}`)
    t.strictSame(namesAmong(await s3.files()), names(0, 30, 31))
    t.strictSame(namesAmong(await filesIn(folder)), names(0, 1, 2, 30, 31))
    t.ok((await s3.read(`${nameOf(0)}.dump`)).equals(dump), 'in three parts, and whole')
  })

  await t.test('a folder that has lost all loses nothing in S3', async t => {
    const empty = await backupFolder(t)
    const { code, stdout } = await store({ ...env, BACKUP_DIR: empty }, 'keep')
    t.equal(code, 0)
    t.match(stdout, `${s3.where}: kept 3, removed 0`)
    t.strictSame(namesAmong(await s3.files()), names(0, 30, 31))
  })

  await t.test('`list` shows both as one', async t => {
    await s3.put(`${nameOf(25)}.dump`, 'cut')
    const { code, stdout } = await store(env, 'list')
    t.equal(code, 0)
    const lines = stdout.trim().split('\n')
    t.match(lines[0], /^backup +taken \(UTC\) +size +prices +state +where$/)
    t.match(
      lines[1],
      new RegExp(`^${nameOf(0)}  .* 03:00:00  21\\.0 MB  56000 +checked +folder, S3$`),
    )
    t.match(lines[2], /10\.0 kB +56000 +not checked +folder$/)
    t.match(lines[3], /10\.0 kB +56000 +FAILED +folder$/)
    t.match(lines[4], new RegExp(`^${nameOf(25)} .* 0\\.0 kB +incomplete +S3$`))
    t.equal(lines.length, 7)
  })

  await t.test('`list --json`: an object a line', async t => {
    const { stdout } = await store(env, 'list', '--json')
    const [newest, unchecked, failed, incomplete, ...rest] = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    t.strictSame(newest, {
      name: nameOf(0),
      takenAt: `${new Date().toISOString().slice(0, 10)}T03:00:00.000Z`,
      bytes: 20 * megabytes,
      rows: { 'public.prices': 56_000, 'ops.tokens': 1 },
      state: 'checked',
      places: ['folder', 's3'],
    })
    t.match(unchecked, { state: 'unchecked', places: ['folder'] })
    t.match(failed, { state: 'failed', places: ['folder'] })
    t.strictSame(incomplete.rows, {})
    t.match(incomplete, { bytes: 3, state: 'incomplete', places: ['s3'] })
    t.match(rest, [{ places: ['folder', 's3'] }, { places: ['folder', 's3'] }])
  })

  await t.test('1200 objects of others, between and beside: seen past, left alone', async t => {
    const others = Array.from({ length: 1200 }, (_, i) => `rates-20261${i}`)
    await s3.put('below/rates-20200101T030000Z.dump', 'of another environment')
    for (let i = 0; i < others.length; i += 50)
      await Promise.all(others.slice(i, i + 50).map(file => s3.put(file, 'other')))
    await putBackup(folder, 0)
    t.equal((await store(env, 'keep')).code, 0)
    const files = await s3.files()
    t.strictSame(namesAmong(files), names(0, 30, 31))
    t.equal(files.filter(file => !file.includes('.')).length, others.length)
    t.ok(files.includes('below/rates-20200101T030000Z.dump'))
  })
})
