// Without S3 the folder is all there is, and files that are no backup's stay in it.
import { appendFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import {
  backupFolder,
  filesIn,
  nameOf,
  namesAmong,
  putBackup,
  store,
} from '#tests/fixtures/backups.ts'

const keep = { BACKUP_KEEP_DAILY: '2', BACKUP_KEEP_WEEKLY: '0', BACKUP_KEEP_MONTHLY: '0' }

const statesIn = async (folder: string) => {
  const { stdout } = await store({ BACKUP_DIR: folder }, 'list', '--json')
  const backups = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  return Object.fromEntries(backups.map(({ name, state }) => [name, state]))
}

const old = new Date('2026-01-01T00:00:00Z')

const putFile = async (folder: string, file: string, changedAt?: Date) => {
  await writeFile(join(folder, file), 'text')
  if (changedAt) await utimes(join(folder, file), changedAt, changedAt)
}

t.test('what the retention keeps stays, the rest goes', async t => {
  const folder = await backupFolder(t)
  for (const daysAgo of [1, 2, 3, 4]) await putBackup(folder, daysAgo)
  const { code, stdout } = await store({ BACKUP_DIR: folder, ...keep }, 'keep')
  t.equal(code, 0)
  t.equal(stdout, `${folder}: kept 2, removed 2: ${nameOf(3)}, ${nameOf(4)}\n`)
  t.strictSame(namesAmong(await filesIn(folder)), [nameOf(1), nameOf(2)].sort())
  t.equal((await filesIn(folder)).length, 6)
})

t.test('what is not a backup is not touched', async t => {
  const folder = await backupFolder(t)
  await putBackup(folder, 1)
  const others = ['.rehearsal', 'notes.txt', 'rates-20200101T030000Z.dump.gpg', 'rates-2020.dump']
  for (const file of others) await putFile(folder, file, old)
  t.equal((await store({ BACKUP_DIR: folder, ...keep }, 'keep')).code, 0)
  t.ok(new Set(others).isSubsetOf(new Set(await filesIn(folder))))
})

t.test('what is incomplete is shown as such, and goes when nobody works on it', async t => {
  const folder = await backupFolder(t)
  await putFile(folder, `${nameOf(21)}.dump.part`, old)
  await putFile(folder, `${nameOf(22)}.dump`, old)
  await putFile(folder, `${nameOf(23)}.json`, old)
  await putFile(folder, `${nameOf(24)}.checked.json`, old)
  const { name: unreadable } = await putBackup(folder, 30)
  await putFile(folder, `${unreadable}.json`, old)
  const { name: shorter } = await putBackup(folder, 31)
  await putFile(folder, `${shorter}.dump`, old)
  const { name: underWay } = await putBackup(folder, 32)
  await rm(join(folder, `${underWay}.json`))
  await putFile(folder, `${underWay}.dump.part`)
  const { name: whole } = await putBackup(folder, 40)

  const states = await statesIn(folder)
  t.strictSame(Object.keys(states).length, 8)
  for (const [name, state] of Object.entries(states))
    t.equal(state, name === whole ? 'checked' : 'incomplete', name)

  t.equal((await store({ BACKUP_DIR: folder, ...keep }, 'keep')).code, 0)
  t.strictSame(Object.keys(await statesIn(folder)).sort(), [underWay, whole].sort())
})

t.test('a backup of a time to come pushes out none', async t => {
  const folder = await backupFolder(t)
  for (const daysAgo of [1, 2, -2, -3]) await putBackup(folder, daysAgo)
  const { stdout } = await store({ BACKUP_DIR: folder, ...keep }, 'keep')
  t.match(stdout, `kept 4, removed 0\n${folder}: left alone, as if they were not there: `)
  t.match(stdout, nameOf(-3))
})

t.test('a manifest larger than any dump writes is none', async t => {
  const folder = await backupFolder(t)
  const { name } = await putBackup(folder, 1)
  await appendFile(join(folder, `${name}.json`), ' '.repeat(1_000_000))
  t.strictSame(await statesIn(folder), { [name]: 'incomplete' })
})

t.test('a week for what is not checked, but the newest stays', async t => {
  const folder = await backupFolder(t)
  await putBackup(folder, 6, { state: 'failed' })
  await putBackup(folder, 8, { state: 'unchecked' })
  await putBackup(folder, 9, { state: 'failed' })
  await putBackup(folder, 400)
  await store({ BACKUP_DIR: folder, ...keep }, 'keep')
  t.strictSame(await statesIn(folder), { [nameOf(6)]: 'failed', [nameOf(400)]: 'checked' })

  const stopped = await backupFolder(t)
  await putBackup(stopped, 100, { state: 'unchecked' })
  await putBackup(stopped, 101, { state: 'unchecked' })
  await store({ BACKUP_DIR: stopped, ...keep }, 'keep')
  t.strictSame(await statesIn(stopped), { [nameOf(100)]: 'unchecked' })
})

t.test('an empty folder', async t => {
  const folder = await backupFolder(t)
  t.match(await store({ BACKUP_DIR: folder }, 'list'), { code: 0, stdout: 'no backup yet\n' })
  t.match(await store({ BACKUP_DIR: folder }, 'list', '--json'), { code: 0, stdout: '' })
  t.match(await store({ BACKUP_DIR: folder }, 'keep'), { code: 0 })
})

t.test('what it is called with', async t => {
  const folder = await backupFolder(t)
  for (const words of [
    [],
    ['drop'],
    ['keep', 'all'],
    ['list', '-l'],
    ['fetch'],
    ['fetch', 'a', 'b'],
  ])
    t.match(await store({ BACKUP_DIR: folder }, ...words), {
      code: 1,
      stderr: 'Say one of: keep | list [--json] | fetch NAME\n',
    })
  const bad = { BACKUP_DIR: folder, BACKUP_S3: 'company-backups', BACKUP_KEEP_DAILY: 'all' }
  const { code, stderr } = await store(bad, 'keep')
  t.equal(code, 1)
  t.match(stderr, /^2 variables are not right:\n {2}BACKUP_S3 is "company-backups", not s3:/)
})
