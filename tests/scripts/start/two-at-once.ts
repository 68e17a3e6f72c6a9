// Of two starts in one folder the second says who runs, and the first goes on.
import t from 'tap'
import { localService, ready } from '#tests/fixtures/start.ts'

t.test('a second start', async t => {
  const { folder, start } = await localService(t)
  const first = start()
  const url = await ready(first)

  const { code, output } = await start().exited

  t.equal(code, 1)
  t.match(
    output,
    new RegExp(`^The service already runs from ${folder} \\(process ${first.child.pid}, since 20`),
  )
  t.equal((await fetch(`${url}/readyz`)).status, 200)
})

t.test('both from nothing', async t => {
  const { start } = await localService(t)
  const both = [start(), start()]

  const refused = await Promise.race(both.map(({ exited }) => exited))

  t.match(refused, { code: 1, output: /^The service already runs/ })
  const going = both.find(({ child }) => child.exitCode === null)
  t.ok(going && (await ready(going)))
})
