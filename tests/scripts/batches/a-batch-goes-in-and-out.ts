// A file goes in as one batch, can be asked for, and is taken out again.
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { csv } from '#tests/fixtures/batches.ts'
import { batchesCommand } from '#tests/fixtures/batches-command.ts'

t.test('send, status, list, withdraw', async t => {
  const { run, file, token } = await batchesCommand(t)
  const path = await file('prices.csv.gz', gzipSync(csv(5)))

  const sent = await run(['send', path, '--key', 'monday', '--wait'])
  t.equal(sent.code, 0, sent.output)
  t.match(
    sent.output,
    /Sending prices\.csv\.gz: 100 %\nBatch (\d+): .*\nBatch \1: promoted, 5 rows/,
  )
  const id = sent.output.match(/Batch (\d+)/)?.[1] ?? ''

  t.match((await run(['send', path, '--key', 'monday'])).output, 'there already under this key')
  t.match((await run(['status', id])).output, /promoted, 5 rows.*\n {2}receiving +\d+ ms/)
  t.match((await run(['list'])).output, `Batch ${id}: promoted`)

  const withdrawn = await run(['withdraw', id])
  t.equal(withdrawn.code, 0)
  t.match(withdrawn.output, `Batch ${id}: withdrawn`)
  t.match(await run(['withdraw', id]), { code: 0, output: `Batch ${id}: withdrawn` })
  t.notMatch(sent.output, token)
})
