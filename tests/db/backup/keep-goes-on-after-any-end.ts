// Ended before any one of its requests, or refused there, `keep` has lost nothing, and the next run
// ends as one that was never disturbed.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  backupFolder,
  filesIn,
  nameOf,
  namesAmong,
  putBackup,
  startStore,
  store,
} from '#tests/fixtures/backups.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { bucket } from '#tests/fixtures/s3.ts'
import { type StepIn, s3Error, startToll } from '#tests/fixtures/toll.ts'

const two = { BACKUP_KEEP_DAILY: '2', BACKUP_KEEP_WEEKLY: '0', BACKUP_KEEP_MONTHLY: '0' }
const names = (...daysAgo: number[]) => daysAgo.map(nameOf).sort()
const wanted = { folder: names(1, 2), s3: names(1, 2) }

t.test('a new backup, with an old one to go from both places', needsDocker(), async t => {
  const s3 = await bucket(t)

  /** Two backups in both places, and a third one in the folder; `keep` then meets `stepIn`. */
  const met = async (t: Test, prefix: string, stepIn: (kill: () => void) => StepIn) => {
    const place = s3.below(prefix)
    const folder = await backupFolder(t)
    for (const daysAgo of [2, 3]) await putBackup(folder, daysAgo)
    for (const file of await filesIn(folder))
      await place.put(file, await readFile(join(folder, file)))
    await putBackup(folder, 1)

    const env = { ...place.env(folder), ...two }
    const kill = () => running.child.kill('SIGKILL')
    const toll = await startToll(t, s3.endpoint, stepIn(kill))
    const running = startStore({ ...env, AWS_ENDPOINT_URL: toll.url }, 'keep')
    const ended = await running.ended
    const state = async () => ({
      folder: namesAmong(await filesIn(folder)),
      s3: namesAmong(await place.files()),
    })
    return { ended, state, env, requests: toll.count() }
  }

  const undisturbed = await met(t, 'undisturbed/', () => () => undefined)
  t.match(undisturbed.ended, { code: 0 })
  t.strictSame(await undisturbed.state(), wanted)
  // The last one asks for left-over uploads, when all else is done.
  const last = undisturbed.requests
  t.ok(last > 10, `${last} requests`)

  for (let at = 1; at <= last; at++)
    await t.test(`killed before request ${at} of ${last}`, async t => {
      const { state, env } = await met(t, `killed-${at}/`, kill => ({ number }) => {
        if (number < at) return undefined
        kill()
        return new Promise(() => {})
      })
      const left = await state()
      t.strictSame(left.folder, at < last ? names(1, 2, 3) : names(1, 2))
      t.ok(left.s3.includes(nameOf(2)), 'S3 has what it had')

      t.equal((await store(env, 'keep')).code, 0)
      t.strictSame(await state(), wanted)
    })

  for (let at = 1; at < last; at++)
    await t.test(`refused at request ${at} of ${last}`, async t => {
      const { ended, state } = await met(
        t,
        `refused-${at}/`,
        () =>
          ({ number }) =>
            number === at ? s3Error(403, 'AccessDenied') : undefined,
      )
      t.match(ended, { code: 1, stderr: /^These credentials may not do \w+ at s3:.*\n$/ })
      t.strictSame((await state()).folder, names(1, 2, 3), 'nothing was removed here')
    })

  await t.test('no right to look for left-over uploads: said, and no failure', async t => {
    const { ended, state } = await met(t, 'untold/', () => ({ number }) => {
      return number === last ? s3Error(403, 'AccessDenied') : undefined
    })
    t.match(ended, { code: 0, stderr: '', stdout: /left-over uploads were not looked for\. These/ })
    t.strictSame(await state(), wanted)
  })
})
