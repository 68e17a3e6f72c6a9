// Batches are found one by one and listed a page at a time, the newest first.
import t from 'tap'
import { body } from '#tests/fixtures/api.ts'
import { batchApi, csv } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('pages', async t => {
  const { post, get, connections } = await batchApi(t)
  for (let rows = 1; rows <= 7; rows++) await post(csv(rows))
  await post(csv(1, () => 'CNGGZ,EETLL,2021-01-15,0'))
  await queryAs(connections.owner, "update batches set state = 'promoting' where rows = 4")

  const seen: number[] = []
  let path: string | undefined = '/batches?limit=3'
  while (path) {
    const page = await get(path)
    const { batches } = await body(page)
    t.ok(batches.length <= 3)
    t.notOk(
      batches.some((batch: object) => 'errors' in batch),
      'errors are told one by one',
    )
    seen.push(...batches.map(({ id }: { id: number }) => id))
    path = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1]
  }
  t.equal(seen.length, 8)
  t.strictSame(
    seen,
    seen.toSorted((a, b) => b - a),
  )

  const count = async (state: string) =>
    (await body(await get(`/batches?state=${state}`))).batches.length
  t.strictSame(
    await Promise.all(['accepted', 'promoting', 'rejected', 'failed'].map(count)),
    [6, 1, 1, 0],
  )
})

t.test('what is not there', async t => {
  const { get } = await batchApi(t)
  for (const id of ['1', '0', '-1', '1.5', 'x', '99999999999999999999', '1%00', '%31a']) {
    const answer = await get(`/batches/${id}`)
    t.equal(answer.status, 404, id)
    t.equal((await body(answer)).code, 'not_found')
  }
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'after=x', 'state=done', 'state=']) {
    t.equal((await get(`/batches?${query}`)).status, 400, query)
  }
})

t.test('which methods there are', async t => {
  const { get } = await batchApi(t)
  for (const [path, allowed] of [
    ['/batches', 'GET, HEAD, POST, OPTIONS'],
    ['/batches/1', 'GET, HEAD, DELETE, OPTIONS'],
  ] as const) {
    const answer = await get(path, { method: 'PUT' })
    t.equal(answer.status, 405)
    t.equal(answer.headers.get('allow'), allowed)
  }
})
