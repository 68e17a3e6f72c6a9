// A batch is told to be promoted only when no API process may still answer from before it.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const reader = (version: number, lease: string) => `
  insert into ops.readers values (gen_random_uuid(), ${version}, now() + interval '${lease}')`

t.test('readers', async t => {
  const { post, get, connections } = await batchApi(t, { env: { CACHE_MAX_BYTES: '0' } })
  const { id } = await body(await post(csv(1)))
  const sql = (text: string) => queryAs(connections.owner, text)
  const state = async () => (await body(await get(`/batches/${id}`))).state
  const promote = "update batches set state = 'promoted', data_version = 1000, promoted_at = now()"

  await sql(promote)
  t.equal(await state(), 'promoted', 'no reader')
  await sql(reader(1000, '1 hour'))
  t.equal(await state(), 'promoted', 'a reader that has seen it')
  await sql(reader(999, '-1 second'))
  t.equal(await state(), 'promoted', 'a reader whose lease is over')
  await sql(reader(999, '1 hour'))
  t.equal(await state(), 'promoting', 'a reader that has not seen it')
  t.equal((await body(await get('/batches?state=promoted'))).batches.length, 0)
  t.equal((await body(await get('/batches?state=promoting'))).batches.length, 1)

  await sql("update batches set state = 'withdrawn', withdrawn_at = now()")
  t.equal(await state(), 'promoted', 'a withdrawal is told as late')
  await sql('delete from ops.readers')
  t.equal(await state(), 'withdrawn')
})
