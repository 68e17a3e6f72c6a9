// An upload that breaks off is one line in the log, which says so; what is not HTTP has its own.
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { apiEnvironment } from '#tests/fixtures/api.ts'
import { giveToken, until } from '#tests/fixtures/batches.ts'
import { database } from '#tests/fixtures/database.ts'
import { startApiProcess } from '#tests/fixtures/process.ts'

type Line = { msg: string; req?: { method?: string }; res?: object }

t.test('the log', async t => {
  const connections = await database(t)
  const { url, output } = await startApiProcess(t, apiEnvironment(connections.api))
  const token = await giveToken(connections.owner, 'loader')
  const lines = () => {
    const all = output().trim().split('\n')
    return all.map(line => JSON.parse(line) as Line).filter(({ res }) => res !== undefined)
  }
  const say = async (text: string) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
    await once(socket, 'connect')
    socket.end(text)
    await once(socket.resume(), 'close')
  }

  await say(
    `POST /batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: text/csv\r\nContent-Length: 900\r\n\r\norig_code,dest_code,day,price\n',
  )
  await until(async () => lines().length > 0)
  await say('nonsense\r\n\r\n')
  await until(async () => lines().some(({ msg }) => msg === 'refused: not HTTP'))

  t.match(lines(), [
    { req: { method: 'POST' }, res: { aborted: true }, msg: 'request aborted' },
    { res: { status: 400 }, msg: 'refused: not HTTP' },
  ])
  t.equal(lines().length, 2)
  t.notOk('status' in (lines()[0]?.res ?? {}), 'no status that nobody got')
})
