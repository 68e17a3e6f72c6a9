// A worker whose database goes silent, as behind a cut cable, still ends in time when it is told to,
// and goes on by itself when the cable is back.
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { startCable } from '#tests/fixtures/cable.ts'
import { heldBack, holdRollup, promotions, workerProcess } from '#tests/fixtures/promotion.ts'

const drainMs = 1_000
const longestMs = 15_000

// Time enough to look for a job, and to get no answer.
const twoLooksMs = 2_500

const behindCable = async (t: Parameters<typeof promotions>[0]) => {
  const tested = await promotions(t)
  const { connections } = tested
  const cable = await startCable(t, connections.worker.port)
  const start = () =>
    workerProcess(
      t,
      { ...connections, worker: { ...connections.worker, port: cable.port } },
      { DRAIN_TIMEOUT_MS: String(drainMs) },
    )
  return { ...tested, cable, start }
}

type Worker = Awaited<ReturnType<typeof workerProcess>>

const endsInTime = async (t: Parameters<typeof promotions>[0], { child, exited }: Worker) => {
  const startedMs = performance.now()
  child.kill('SIGTERM')
  t.equal((await exited).code, 0)
  const tookMs = performance.now() - startedMs
  t.ok(tookMs < longestMs, `ended after ${Math.round(tookMs)} ms`)
}

t.test('with nothing to do', async t => {
  const { all, accept, cable, start } = await behindCable(t)
  const worker = await start()
  await all([await accept()], 'promoted')

  cable.cut()
  await delay(twoLooksMs)
  await endsInTime(t, worker)
})

t.test('with a batch in hand, which the next worker promotes', async t => {
  const { accept, all, connections, cable, count, start } = await behindCable(t)
  const before = await count()
  const letGo = await holdRollup(t, connections)
  const id = await accept({ rows: 1000 })
  const worker = await start()
  await heldBack(connections)

  cable.cut()
  await endsInTime(t, worker)
  await letGo()
  cable.mend()
  await start()
  await all([id], 'promoted')
  t.equal(await count(), before + 1000)
})

t.test('the cable is back', async t => {
  const { all, accept, cable, start } = await behindCable(t)
  const { printed, output } = await start()
  await all([await accept()], 'promoted')

  cable.cut()
  await printed(/no way to the job queue/)
  cable.mend()
  await all([await accept()], 'promoted')
  t.match(output(), /batch promoted.*no way to the job queue.*batch promoted/s)
})
