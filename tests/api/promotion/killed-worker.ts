// A worker that is killed in the middle of a batch leaves nothing of it; the next one promotes it.
import t from 'tap'
import {
  heldBack,
  holdRollup,
  promotions,
  worker,
  workerProcess,
} from '#tests/fixtures/promotion.ts'

t.test('kill -9 when the rows are in prices, but not committed', async t => {
  const { connections, accept, batch, all, count, faults } = await promotions(t)
  const before = await count()
  const letGo = await holdRollup(t, connections)
  const id = await accept({ rows: 1000 })
  const { child, exited } = await workerProcess(t, connections)
  await heldBack(connections)

  child.kill('SIGKILL')
  await exited
  await letGo()
  t.equal(await count(), before)
  t.equal((await batch(id)).state, 'promoting')

  const killedMs = performance.now()
  await worker(t, connections)
  await all([id], 'promoted')
  t.equal(await count(), before + 1000)
  t.strictSame(await faults(), [])
  t.comment(`promoted ${Math.round((performance.now() - killedMs) / 1000)} s after the kill`)
})
