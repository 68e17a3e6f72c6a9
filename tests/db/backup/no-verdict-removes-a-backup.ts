// Code of a dump may write any verdict, at its rehearsal: none of them makes a checked backup go.
import { execFileSync } from 'node:child_process'
import { rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { backupFolder, filesIn, nameOf, putBackup, store } from '#tests/fixtures/backups.ts'

const nothingMore = {
  BACKUP_KEEP_DAILY: '1',
  BACKUP_KEEP_WEEKLY: '0',
  BACKUP_KEEP_MONTHLY: '0',
}

const folders = async (t: Test) => {
  const [folder, verdicts] = [await backupFolder(t), await backupFolder(t)]
  const env = { BACKUP_DIR: folder, BACKUP_VERDICTS: verdicts, ...nothingMore }
  return {
    folder,
    verdicts,
    keep: () => store(env, 'keep'),
    stateOf: async (name: string) => {
      const { stdout } = await store(env, 'list', '--json')
      return stdout
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
        .find(backup => backup.name === name)?.state
    },
  }
}

t.test('checked once, then called failed, or nothing', async t => {
  const { folder, verdicts, keep, stateOf } = await folders(t)
  const { name: old } = await putBackup(folder, 30, { state: 'unchecked' })
  const verdict = join(verdicts, `${old}.checked.json`)
  await writeFile(verdict, '{ "seconds": 2 }')
  t.equal(await stateOf(old), 'checked')
  t.equal((await keep()).code, 0)

  await rm(verdict)
  t.equal(await stateOf(old), 'checked', 'it is noted down beside the backup')
  await writeFile(join(verdicts, `${old}.failed.json`), '{}')
  t.equal(await stateOf(old), 'failed', 'which is told')
  const { name: last } = await putBackup(folder, 1)
  const { stdout } = await keep()
  t.match(stdout, `left alone, as if they were not there: ${old}.`)
  t.ok((await filesIn(folder)).includes(`${old}.dump`))

  await rm(join(verdicts, `${old}.failed.json`))
  await keep()
  t.notOk((await filesIn(folder)).includes(`${old}.dump`), 'and then it is one of many')
  t.ok((await filesIn(folder)).includes(`${last}.dump`))
})

t.test('what is no small plain file says nothing, and keeps nobody waiting', async t => {
  const { folder, verdicts, keep, stateOf } = await folders(t)
  await putBackup(folder, 0)
  const at = (name: string) => join(verdicts, `${name}.checked.json`)
  const put = async (daysAgo: number) =>
    (await putBackup(folder, daysAgo, { state: 'unchecked' })).name
  const [link, pipe, large] = [await put(1), await put(2), await put(3)]
  await symlink('/proc/self/environ', at(link))
  execFileSync('mkfifo', [at(pipe)])
  await writeFile(at(large), '')
  await truncate(at(large), 1_000_001)

  t.equal((await keep()).code, 0)
  for (const name of [link, pipe, large]) t.equal(await stateOf(name), 'unchecked', name)
  t.notOk((await filesIn(folder)).some(file => file === `${link}.checked.json`))
})

t.test('the verdict goes with its backup', async t => {
  const { folder, verdicts, keep } = await folders(t)
  const { name } = await putBackup(folder, 30, { state: 'unchecked' })
  await writeFile(join(verdicts, `${name}.failed.json`), '{}')
  await putBackup(folder, 1)
  t.equal((await keep()).code, 0)
  t.strictSame(await filesIn(verdicts), [])
  t.ok((await filesIn(folder)).every(file => file.startsWith(nameOf(1))))
})
