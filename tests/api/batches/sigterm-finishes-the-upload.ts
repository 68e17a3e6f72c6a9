// SIGTERM of the API in the middle of a batch of a million rows: what is arriving is taken in whole,
// the sender hears so, and the next worker promotes it.
import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { giveToken, header, until } from '#tests/fixtures/batches.ts'
import { database } from '#tests/fixtures/database.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'
import { worker } from '#tests/fixtures/promotion.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const million = 1_000_000
const chunks = 100

t.test('a million rows, half of them sent at SIGTERM', async t => {
  const connections = await database(t)
  const token = await giveToken(connections.owner, 'loader')
  const { url, child, exited, printed } = await startApiProcess(t, apiEnvironment(connections.api))
  const sending = request(`${url}/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
  })
  const answered = once(sending, 'response')

  await pipeline(
    Readable.from(
      rows(async chunk => {
        if (chunk !== chunks / 2) return
        child.kill('SIGTERM')
        await printed(/draining/)
      }),
    ),
    sending,
  )

  const [answer] = await answered
  t.equal(answer.statusCode, 202)
  answer.resume()
  t.equal((await exited).code, 0)
  const state = async () =>
    (await queryAs(connections.owner, 'select state from batches'))[0]?.state
  t.equal(await state(), 'accepted')

  const before = await count(connections.owner)
  await worker(t, connections)
  await until(async () => (await state()) === 'promoted')
  t.equal(await count(connections.owner), before + million)
})

async function* rows(before: (chunk: number) => Promise<void>) {
  yield header
  for (let chunk = 0; chunk < chunks; chunk++) {
    await before(chunk)
    yield 'CNGGZ,EETLL,2021-01-15,1\n'.repeat(million / chunks)
  }
}

const count = async (owner: Parameters<typeof queryAs>[0]) =>
  Number((await queryAs(owner, 'select count(*) from prices'))[0].count)
