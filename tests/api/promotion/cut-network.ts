// A worker whose network is cut in the middle of a promotion keeps the others waiting for seconds only.
import { sql } from 'slonik'
import t from 'tap'
import { z } from 'zod'
import { workerConfig } from '#api/config.ts'
import { createWorkDatabase } from '#api/promotion/database.ts'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { startCable } from '#tests/fixtures/cable.ts'
import {
  heldBack,
  holdRollup,
  promotions,
  worker,
  workerProcess,
} from '#tests/fixtures/promotion.ts'

// The idle transaction's ten seconds, the job's heartbeat and supervision, and a slow machine.
const longestMs = 30_000

t.test('rows and batch are free again before long', async t => {
  const { accept, all, connections, count } = await promotions(t)
  const before = await count()
  const cable = await startCable(t, connections.worker.port)
  const letGo = await holdRollup(t, connections)
  const first = await accept({ rows: 1000 })
  await workerProcess(t, {
    ...connections,
    worker: { ...connections.worker, port: cable.port },
  })
  await heldBack(connections)

  cable.cut()
  await letGo()
  const cutAtMs = performance.now()
  await worker(t, connections)
  const second = await accept({ rows: 1000 })
  await all([first, second], 'promoted')
  const tookMs = performance.now() - cutAtMs
  t.ok(tookMs < longestMs, `promoted after ${Math.round(tookMs)} ms`)
  t.equal(await count(), before + 2000)
})

t.test('an answer that is never acknowledged ends the session, too', async t => {
  const { connections } = await promotions(t)
  const config = workerConfig(apiEnvironment(connections.worker))
  const { database, close } = await createWorkDatabase(config)
  t.teardown(close)
  const shown = sql.type(z.object({ limit: z.string() }))`
    select current_setting('tcp_user_timeout') as limit`
  t.equal((await database.one(shown)).limit, '25000')
})
