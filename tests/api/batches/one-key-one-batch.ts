// Under one idempotency key a client has one batch, however often and from wherever it sends it.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv, giveToken, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const key = { 'idempotency-key': 'january' }

t.test('sent again', async t => {
  const { post, kept } = await batchApi(t)
  const first = await post(csv(20), key)
  const again = await post(csv(20), key)
  t.equal(first.status, 202)
  t.equal(again.status, 200)
  t.strictSame(await body(again), await body(first))
  t.equal(again.headers.get('location'), first.headers.get('location'))

  const other = await post(csv(21), key)
  t.equal(other.status, 422)
  t.match(await body(other), { code: 'idempotency_key_reused' })
  t.match(await kept(), { staged: 20, batches: 1, jobs: 1 })
})

t.test('a rejected one, sent again', async t => {
  const { post } = await batchApi(t)
  const wrong = csv(1, () => 'CNGGZ,EETLL,2021-01-15,0')
  const [first, again] = [await post(wrong, key), await post(wrong, key)]
  t.strictSame([first.status, again.status], [422, 422])
  const [one, two] = [await body(first), await body(again)]
  t.match(two, { detail: /under a new key it is read again\.$/, batch: one.batch })
  t.strictSame(two.errors, one.errors)
})

t.test('another client has keys of its own', async t => {
  const { post, kept, connections } = await batchApi(t)
  const authorization = `Bearer ${await giveToken(connections.owner, 'other')}`
  t.equal((await post(csv(2), key)).status, 202)
  t.equal((await post(csv(3), { ...key, authorization })).status, 202)
  t.match(await kept(), { staged: 5, batches: 2, jobs: 2 })
})

t.test('ten at once', async t => {
  const { post, kept } = await batchApi(t, { env: { BATCH_UPLOADS: '10' } })
  const statuses = await Promise.all(
    Array.from({ length: 10 }, async () => {
      let answer = await post(csv(2000), key)
      while (answer.status === 409) {
        t.equal(answer.headers.get('retry-after'), '1')
        await answer.text()
        answer = await post(csv(2000), key)
      }
      return answer.status
    }),
  )
  t.strictSame(statuses.sort(), [...Array(9).fill(200), 202])
  t.match(await kept(), { staged: 2000, batches: 1, jobs: 1 })
})

t.test('while it is being sent', async t => {
  const { open, post, kept } = await batchApi(t)
  const { sending, answer } = open(key)
  sending.write(csv(20_000))
  while ((await kept()).uploads === 0);
  t.match(await body(await post(csv(20_000), key)), { code: 'idempotency_key_in_use' })
  sending.end()
  t.equal((await answer).status, 202)
})

t.test('no key locks out the workers', async t => {
  const { open, kept, connections } = await batchApi(t)
  const { sending } = open(key)
  sending.write(csv(20_000))
  await until(async () => (await kept()).uploads === 1)
  const locks = await queryAs(connections.owner, locksHeld)
  t.strictSame(locks, [{ integers: 2 }], 'theirs are of one integer, and so apart')
  sending.destroy()
})

const locksHeld = `
  select objsubid as integers from pg_locks join pg_database on pg_database.oid = database
   where locktype = 'advisory' and datname = current_database()
`
