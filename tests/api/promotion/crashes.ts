// 200 batches while API, workers and PostgreSQL are killed at random moments: none lost, none partly
// visible, none doubled, and the rollup as if nothing had been.
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { as } from '#db/embedded/database.ts'
import { draws } from '#db/sample/random.ts'
import { giveToken, until } from '#tests/fixtures/batches.ts'
import {
  type CrashBatch,
  crashBatch,
  firstDay,
  sendAsItsKind,
} from '#tests/fixtures/crash-batches.ts'
import { crashAtRandom, crashingService } from '#tests/fixtures/crashes.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { faults } from '#tests/fixtures/rollup.ts'

const seed = 1
const batchCount = 200
const senders = 4
const lookMs = 50

const visibleQuery = `
  select day - date '${firstDay}' as number, count(*)::int as rows
    from prices where day < '2000-01-01' group by 1
`
const rollupQuery = `
  select day - date '${firstDay}' as number, count::int as rows
    from rollup where day < '2000-01-01'
`

t.test(`seed ${seed}`, async t => {
  const { url, connections, crash } = await crashingService(t)
  const token = await giveToken(connections.owner, 'loader')
  const draw = draws(seed, 'crashes')
  const batches = Array.from({ length: batchCount }, (_, number) => crashBatch(number, draw))

  const sent = new AbortController()
  const watching = watch(connections.superuser, batches, sent.signal)
  const crashing = crashAtRandom(crash, draw, sent.signal)
  const waiting = [...batches]
  const sender = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await sendAsItsKind(next, url, token)
  }
  // A process that ends without being killed ends the test.
  await Promise.race([Promise.all(Array.from({ length: senders }, sender)), crashing])
  sent.abort()
  const kills = await crashing
  const seenPartly = await watching

  const superuser = connections.superuser
  await until(async () => (await queryAs(superuser, unsettled).catch(() => [{}])).length === 0)
  const rows = new Map(
    (await queryAs(superuser, visibleQuery)).map(({ number, rows }) => [number, rows]),
  )
  const found = (batch: CrashBatch) => rows.get(batch.number) ?? 0
  const figures = {
    acknowledged: batches.filter(({ acknowledged }) => acknowledged).length,
    lost: batches.filter(batch => batch.acknowledged && found(batch) < batch.rows).length,
    partly: seenPartly + batches.filter(batch => ![0, batch.rows].includes(found(batch))).length,
    doubled: batches.filter(batch => found(batch) > batch.rows).length,
    refusedButVisible: batches.filter(
      batch => ['invalid', 'cut off'].includes(batch.kind) && found(batch) > 0,
    ).length,
  }
  t.comment(`${batchCount} batches, killed: ${JSON.stringify(kills)}, ${JSON.stringify(figures)}`)

  t.match(figures, { lost: 0, partly: 0, doubled: 0, refusedButVisible: 0 })
  t.ok(figures.acknowledged > batchCount / 3, 'most of the valid ones were acknowledged')
  t.strictSame(await as(superuser, faults), [])
  t.strictSame(await queryAs(superuser, "select reason from batches where state = 'failed'"), [])
})

const unsettled = "select from batches where state in ('accepted', 'promoting')"

/** Looks at prices and rollup all the time. @returns how often a batch was there in part */
const watch = async (connection: pg.ClientConfig, batches: CrashBatch[], end: AbortSignal) => {
  let seenPartly = 0
  while (!end.aborted) {
    const client = new pg.Client(connection)
    client.on('error', () => {})
    try {
      await client.connect()
      while (!end.aborted) {
        for (const query of [visibleQuery, rollupQuery])
          for (const { number, rows } of (await client.query(query)).rows)
            if (batches[number]?.rows !== rows) seenPartly += 1
        await delay(lookMs)
      }
    } catch {
      // The database was killed; it comes back.
      await delay(lookMs)
    }
    await client.end().catch(() => {})
  }
  return seenPartly
}
