// The log says whose token came with a request, and never the token.
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { csv, giveToken, until } from '#tests/fixtures/batches.ts'
import { database } from '#tests/fixtures/database.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'

t.test('accepted, listed, not found, withdrawn, refused', async t => {
  const { api, owner } = await database(t)
  const token = await giveToken(owner, 'loader')
  const { url, output } = await startApiProcess(t, apiEnvironment(api))
  const send = async (method: string, path: string, body?: string, sent = token) => {
    const headers = { authorization: `Bearer ${sent}`, 'content-type': 'text/csv' }
    await (await fetch(url + path, { method, headers, body: body ?? null })).text()
  }
  await send('POST', '/batches', csv(1))
  await send('GET', '/batches')
  await send('GET', '/batches/99')
  await send('DELETE', '/batches/1')
  await send('GET', '/batches', undefined, 'nobody')

  const lines = () => output().match(/^.*"url":"\/batches.*$/gm) ?? []
  await until(async () => lines().length === 5)
  t.strictSame(
    lines().map(line => JSON.parse(line).client),
    ['loader', 'loader', 'loader', 'loader', undefined],
  )
  t.notOk(output().includes(token))
})
