// A refused batch exits 1 and says why, in a table where single prices are wrong; wrong usage exits 2.
import t from 'tap'
import { csv } from '#tests/fixtures/batches.ts'
import { batchesCommand } from '#tests/fixtures/batches-command.ts'
import { nobodysUrl } from '#tests/fixtures/broken-servers.ts'

t.test('prices that are wrong', async t => {
  const { run, file } = await batchesCommand(t)
  const wrong = csv(3, row => `CNGGZ,EETLL,2021-01-15,${row === 1 ? 'many' : row + 1}`)

  const { code, output } = await run(['send', await file('wrong.csv', wrong)])
  t.equal(code, 1)
  t.match(
    output,
    /One error was found.*\(422\)\nline {2}field {2}value {3}reason\n3 {5}price {2}"many"/,
  )
})

t.test('a wrong token, no server, no file', async t => {
  const { run, file } = await batchesCommand(t)
  const path = await file('prices.csv', csv(3))
  t.match(await run(['send', path], { RATES_TOKEN: 'wrong' }), {
    code: 1,
    output: /not known here/,
  })
  t.match(await run(['list'], { RATES_URL: await nobodysUrl() }), { code: 1, output: /failed/ })
  t.match(await run(['send', `${path}x`]), { code: 2, output: /can't be read/ })
  t.match(await run(['send', t.testdirName, '--format', 'csv']), {
    code: 2,
    output: /can't be read: it is not a file\./,
  })
  t.match(await run(['send', await file('prices', 'x')]), { code: 2, output: /--format/ })
  t.match(await run(['fetch']), { code: 2, output: /Say what to do/ })
  t.match(await run(['list'], { RATES_TOKEN: '' }), { code: 2, output: /Set RATES_TOKEN/ })
})
