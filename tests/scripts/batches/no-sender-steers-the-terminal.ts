// What one sender wrote is shown to another without a character that a terminal acts on.
import { once } from 'node:events'
import { createServer } from 'node:http'
import t from 'tap'
import { batchesCommand } from '#tests/fixtures/batches-command.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const steering = '\u001b]0;taken\u0007\u009b31m\u202e\u200b\r'
const acted = /[^\P{C}\n]/u

t.test('names, values and reasons', async t => {
  const { run, file, connections } = await batchesCommand(t)
  const wrong = JSON.stringify({ [steering]: steering })
  const sent = await run(['send', await file('wrong.ndjson', `${wrong}\n`)])
  const stored = await run(['status', '1'])
  await queryAs(connections.owner, 'update batches set reason = $1, withdrawn_by = $1', [steering])
  const outputs = [sent, stored, await run(['status', '1']), await run(['list'])]

  for (const { output } of outputs) {
    t.notMatch(output, acted)
    t.match(output, '\\u{9b}31m\\u{202e}\\u{200b}')
  }
})

t.test('a service that is none', async t => {
  const { run } = await batchesCommand(t)
  const server = createServer((_, res) => res.writeHead(500).end(steering)).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }

  const { code, output } = await run(['list'], { RATES_URL: `http://127.0.0.1:${port}` })
  t.equal(code, 1)
  t.notMatch(output, acted)
  t.match(output, '\\u{1b}]0;taken')
})
