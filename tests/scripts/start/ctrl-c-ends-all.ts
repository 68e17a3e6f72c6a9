// Ctrl-C, at any moment, ends the API and PostgreSQL with exit code 0; a second one does at once.
import t, { type Test } from 'tap'
import { interrupt, localService, ready } from '#tests/fixtures/start.ts'
import { processesNaming } from '#tests/fixtures/temporary-home.ts'

const skip = process.platform !== 'linux' && 'processes are looked up in /proc'
const moreThanOneKeyPressMs = 700

t.test('while it serves', { skip }, async t => {
  const { folder, start } = await localService(t)
  const running = start()
  const url = await ready(running)
  t.not((await processesNaming(folder)).length, 0)

  t.match(await interrupt(running), { code: 0 })

  t.match(running.output(), /==> Stopping/)
  t.same(await processesNaming(folder), [])
  await t.rejects(fetch(url))
})

const endsAfter = async (t: Test, title: RegExp) => {
  const { folder, start } = await localService(t)
  const running = start()
  await running.printed(title)

  t.match(await interrupt(running), { code: 0 })

  t.same(await processesNaming(folder), [])
  t.ok(await ready(start()), 'and the next start works')
}

for (const title of [/==> Starting PostgreSQL/, /==> Loading/, /==> Migrating/]) {
  t.test(`after "${title.source}"`, { skip }, t => endsAfter(t, title))
}

t.test('twice, while the API still drains', { skip }, async t => {
  const { folder, start } = await localService(t, { env: { DRAIN_DELAY_MS: '60000' } })
  const running = start()
  await ready(running)
  running.child.kill('SIGINT')
  await running.printed(/==> Stopping/)
  await new Promise(resolve => setTimeout(resolve, moreThanOneKeyPressMs))

  t.match(await interrupt(running), { code: 1 })

  while ((await processesNaming(folder)).length > 0) await new Promise(setImmediate)
  t.pass('PostgreSQL ends too')
})

t.test('twice at once, as a terminal and npm send it', { skip }, async t => {
  const { folder, start } = await localService(t)
  const running = start()
  await ready(running)
  running.child.kill('SIGINT')

  t.match(await interrupt(running), { code: 0 })
  t.same(await processesNaming(folder), [])
})
