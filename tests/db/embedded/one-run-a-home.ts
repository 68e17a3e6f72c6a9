// Of two runs in one home the second is told who runs; the lock of a killed run is free.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { lockRun } from '#db/embedded/run-lock.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-home.ts'

const holder = (folder: string) =>
  spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { lockRun } from '#db/embedded/run-lock.ts'
     lockRun(${JSON.stringify(folder)})
     console.log('locked')
     setInterval(() => {}, 1000)`,
  ])

t.test('another process holds it, then is killed', async t => {
  const folder = await temporaryFolder(t)
  const other = holder(folder)
  t.teardown(() => other.kill('SIGKILL'))
  await once(other.stdout, 'data')

  t.throws(() => lockRun(folder), {
    name: 'AlreadyRunning',
    message: new RegExp(
      `already runs from ${folder} \\(process ${other.pid}, since 20.*kill ${other.pid}`,
    ),
  })

  other.kill('SIGKILL')
  await once(other, 'close')
  lockRun(folder)()
})

t.test('freed, it can be had again', async t => {
  const folder = await temporaryFolder(t)
  lockRun(folder)()
  lockRun(folder)()
})
