// SIGTERM in the middle of a batch: it is still taken in, answered, and found afterwards.
import { request } from 'node:http'
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { csv, giveToken, header, kept, until } from '#tests/fixtures/batches.ts'
import { database } from '#tests/fixtures/database.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'

t.test('SIGTERM', async t => {
  const connections = await database(t)
  const authorization = `Bearer ${await giveToken(connections.owner, 'loader')}`
  const { child, url, printed, exited } = await startApiProcess(t, apiEnvironment(connections.api))
  const sending = request(`${url}/batches`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/csv' },
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sending.on('response', res => resolve(res.resume().statusCode)).on('error', reject)
  })
  sending.write(csv(50_000))
  await until(async () => (await kept(connections.superuser)).uploads === 1)

  child.kill('SIGTERM')
  await printed(/draining/)
  sending.end(csv(50_000).slice(header.length))
  t.equal(await answered, 202)
  t.strictSame(await exited.then(({ code }) => code), 0)
  t.match(await kept(connections.superuser), { staged: 100_000, batches: 1, jobs: 1 })
})
