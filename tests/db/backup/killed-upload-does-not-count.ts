// An upload that is killed in the middle is no backup, and the next run does it again.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import {
  backupFolder,
  filesIn,
  namesAmong,
  putBackup,
  startStore,
  store,
} from '#tests/fixtures/backups.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { bucket } from '#tests/fixtures/s3.ts'
import { startToll } from '#tests/fixtures/toll.ts'

t.test('killed at the third part of eight', needsDocker(), async t => {
  const s3 = await bucket(t)
  const folder = await backupFolder(t)
  const { name, dump } = await putBackup(folder, 0, {
    dump: Buffer.alloc(64 * 1024 * 1024, 'dump'),
  })

  const reached = Promise.withResolvers<void>()
  const toll = await startToll(t, s3.endpoint, ({ path }) => {
    if (!path.includes('partNumber=3')) return undefined
    reached.resolve()
    return new Promise(() => {})
  })
  const running = startStore({ ...s3.env(folder), AWS_ENDPOINT_URL: toll.url }, 'keep')
  await reached.promise
  running.child.kill('SIGKILL')
  await running.ended

  t.strictSame(await s3.uploads(), [`${name}.dump`], 'it was under way')
  t.strictSame(await s3.files(), [], 'and is not there')
  const { stdout } = await store(s3.env(folder), 'list', '--json')
  t.strictSame(JSON.parse(stdout).places, ['folder'])

  const { code, stdout: said } = await store(s3.env(folder), 'keep')
  t.equal(code, 0)
  t.match(said, `copied ${name} to ${s3.where}, 67.1 MB`)
  t.strictSame(namesAmong(await s3.files()), [name])
  t.ok((await s3.read(`${name}.dump`)).equals(dump))
  // Only those older than a day are given up; moto says of each that it began in 2010.
  t.match(said, `gave up a left-over upload of ${name}.dump`)
  t.strictSame(await s3.uploads(), [], 'nothing of the first is left')
  t.equal((await filesIn(folder)).length, 3)
  t.ok((await readFile(join(folder, `${name}.dump`))).equals(dump))
})
