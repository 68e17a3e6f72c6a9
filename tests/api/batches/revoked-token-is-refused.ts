// Several tokens are valid at once, each until it is revoked.
import t from 'tap'
import { tokens } from '#api/tokens.ts'
import { Refusal } from '#db/refusal.ts'
import { batchApi, csv, nothing, until } from '#tests/fixtures/batches.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('rotated', async t => {
  const { post, get, connections } = await batchApi(t)
  const run = async (...words: string[]) => {
    const printed: string[] = []
    await tokens(words, connections.owner, line => printed.push(line))
    return printed
  }
  const [token = ''] = await run('create', 'loader-2')
  t.match(token, /^rates_[\w-]{43}$/)
  const authorization = `Bearer ${token}`

  t.equal((await post(csv(1))).status, 202)
  t.equal((await post(csv(1), { authorization })).status, 202)

  await run('revoke', 'loader')
  for (const answer of [await post(csv(1)), await get('/batches'), await get('/batches/1')]) {
    t.equal(answer.status, 401)
  }
  t.equal((await post(csv(1), { authorization })).status, 202)
  t.match(await run('list'), [/^loader {2}created .* revoked /, /^loader-2 {2}created \S+$/])

  await t.rejects(run('create', 'loader'), { constructor: Refusal, message: /already/ })
  await t.rejects(run('create', 'Loader 3'), { constructor: Refusal, message: /Example/ })
  await t.rejects(run('revoke', 'nobody'), { constructor: Refusal, message: /no token nobody/ })
  await t.rejects(run('revoke'), { constructor: Refusal, message: /create NAME/ })

  const kept = JSON.stringify(await queryAs(connections.owner, 'select * from ops.tokens'))
  t.notOk(kept.includes(token.slice('rates_'.length)), 'kept nowhere')
})

t.test('revoked while its batch arrives', async t => {
  const { open, kept, connections } = await batchApi(t)
  const { sending, answer } = open({ 'idempotency-key': 'late' })
  sending.write(csv(5000))
  await until(async () => (await kept()).uploads === 1)
  await tokens(['revoke', 'loader'], connections.owner, () => {})

  sending.end()
  t.match(await answer, { status: 401, body: { code: 'unauthorized' } })
  t.strictSame(await kept(), nothing)
})
