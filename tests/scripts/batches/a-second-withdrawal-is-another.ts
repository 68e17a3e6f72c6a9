// A withdrawal that is asked for again after a refusal is told by what becomes of itself.
import t from 'tap'
import { csv } from '#tests/fixtures/batches.ts'
import { batchesCommand } from '#tests/fixtures/batches-command.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('refused for a missing price, which is then put back', async t => {
  const { run, file, connections } = await batchesCommand(t)
  const sql = (text: string) => queryAs(connections.owner, text)
  const path = await file('prices.csv', csv(3))
  const { output } = await run(['send', path, '--wait'])
  const id = output.match(/Batch (\d+)/)?.[1] ?? ''
  const gone = "orig_code = 'CNGGZ' and dest_code = 'EETLL' and day = '2021-01-15' and price = 3"
  await sql(`delete from prices where ${gone}`)

  const refused = await run(['withdraw', id])
  t.match(refused, { code: 1, output: /promoted, 3 rows.*Only 2 of its 3/ })

  await sql("insert into prices values ('CNGGZ', 'EETLL', '2021-01-15', 3)")
  t.match(await run(['withdraw', id]), { code: 0, output: /withdrawn, 3 rows/ })
})
