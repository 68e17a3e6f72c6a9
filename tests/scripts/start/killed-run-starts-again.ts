// After kill -9 the next start stops the server that was left and works.
import t from 'tap'
import { localService, ready } from '#tests/fixtures/start.ts'
import { processesNaming } from '#tests/fixtures/temporary-home.ts'

t.test('kill -9 while it serves', async t => {
  const { home, start } = await localService(t)
  const killed = start()
  await ready(killed)
  killed.child.kill('SIGKILL')
  await killed.exited

  const next = start()
  const url = await ready(next)

  t.equal((await fetch(`${url}/readyz`)).status, 200)
  t.match(next.output(), /kept 56,000 prices/)
  const servers = (await processesNaming(home.data)).filter(command =>
    command.includes('bin/postgres'),
  )
  t.equal(servers.length, 1)
})

t.test('kill -9 while it loads', async t => {
  const { start } = await localService(t)
  const killed = start()
  await killed.printed(/==> Loading/)
  killed.child.kill('SIGKILL')
  await killed.exited

  const next = start()
  t.equal((await fetch(`${await ready(next)}/readyz`)).status, 200)
})
