// The image's health check works for workers: their port answers as the API's does.
import t from 'tap'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test('alive and ready', async t => {
  const { connections } = await promotions(t)
  const { url } = await worker(t, connections)
  t.equal((await fetch(`${url}/healthz`)).status, 200)
  t.equal((await fetch(`${url}/readyz`)).status, 200)
})

t.test('not ready where the dump has no marker, and at work all the same', async t => {
  const { connections, accept, all, ask } = await promotions(t)
  const { url } = await worker(t, connections)
  await ask('delete from ops.dump')
  t.equal((await fetch(`${url}/readyz`)).status, 503)

  await all([await accept()], 'promoted')
})
