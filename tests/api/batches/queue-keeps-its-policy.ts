// A queue whose policy this release would have to change is told; everything else is brought up to date.
import t from 'tap'
import { installQueue } from '#api/batches/install-queue.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('installQueue', async t => {
  const { owner } = await database(t)
  const sql = (text: string) => queryAs(owner, text)

  await sql("update pgboss.queue set retry_limit = 1 where name = 'promotion'")
  await installQueue(owner)
  t.strictSame(await sql("select retry_limit from pgboss.queue where name = 'promotion'"), [
    { retry_limit: 5 },
  ])

  await sql("update pgboss.queue set policy = 'standard' where name = 'withdrawal'")
  await t.rejects(installQueue(owner), {
    message: /queue withdrawal has the policy standard, and this release wants exclusive/,
  })
})
