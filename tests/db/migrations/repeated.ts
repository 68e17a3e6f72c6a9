// Migrating is safe to repeat and to start from several places at once.
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { migrate } from '#db/migrate.ts'
import { readMigrations } from '#db/migrations.ts'
import { database } from '#tests/fixtures/database.ts'

const log = () => {}
const shipped = await readMigrations()

t.test('a second run applies nothing', async t => {
  const { owner } = await database(t)
  t.strictSame(await migrate({ connection: owner, log }), { applied: [] })
})

t.test('of five at once one applies, the others wait and find nothing to do', async t => {
  const { owner } = await database(t)
  const folder = t.testdir({
    ...Object.fromEntries(shipped.map(({ name, sql }) => [`${name}.sql`, sql])),
    '999_later.sql': 'select pg_sleep(0.3); create table later ();',
  })

  const runs = await Promise.all(
    Array.from({ length: 5 }, async (_, i) => {
      await delay(i * 20)
      return migrate({ connection: owner, folder, log })
    }),
  )
  t.strictSame(runs.map(({ applied }) => applied.length).sort(), [0, 0, 0, 0, 1])
})
