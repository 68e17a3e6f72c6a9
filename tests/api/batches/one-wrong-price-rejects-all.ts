// A batch with wrong prices is refused whole, with the first hundred errors, and stays on record.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv, nothing } from '#tests/fixtures/batches.ts'

t.test('one wrong price in a thousand', async t => {
  const { post, get, kept } = await batchApi(t)
  const answer = await post(
    csv(1000, row => (row === 998 ? 'CNGGZ,NOOSLO,2021-01-15,5' : `CNGGZ,EETLL,2021-01-15,5`)),
  )
  const problem = await body(answer)
  t.equal(answer.status, 422)
  t.match(problem, {
    code: 'batch_rejected',
    error_count: 1,
    errors: [{ line: 1000, field: 'dest_code', value: 'NOOSLO' }],
  })
  t.strictSame(await kept(), nothing)

  const location = answer.headers.get('location') ?? ''
  t.match(await body(await get(location)), {
    state: 'rejected',
    rows: 1000,
    error_count: 1,
    errors: problem.errors,
  })
})

t.test('more errors than are listed', async t => {
  const { post, kept } = await batchApi(t)
  const problem = await body(await post(csv(5000, () => 'CNGGZ,EETLL,2021-02-29,-1')))
  t.equal(problem.error_count, 10_000)
  t.equal(problem.errors.length, 100)
  t.strictSame(await kept(), nothing)
})
