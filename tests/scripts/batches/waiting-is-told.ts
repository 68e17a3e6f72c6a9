// Whoever waits hears every few seconds what for, and no longer than was asked for; without a worker, too.
import t from 'tap'
import { batchApi, csv } from '#tests/fixtures/batches.ts'
import { startProcess } from '#tests/fixtures/process.ts'

t.test('send --wait=6 where no worker runs', async t => {
  const { url, token } = await batchApi(t)
  const path = `${t.testdir({ 'prices.csv': csv(1) })}/prices.csv`
  const run = (...args: string[]) =>
    startProcess(t, 'scripts/batches.mjs', { RATES_URL: url, RATES_TOKEN: token }, { args }).exited

  const { code, output } = await run('send', path, '--wait=6')
  t.equal(code, 1)
  t.match(
    output,
    /^Batch 1: accepted, 1 rows.*\nBatch 1: accepted, waiting for a worker, 5 s so far\n.*6 s so far\. It goes on by itself: .*status 1/m,
  )
  t.match(await run('send', path, '--wait=soon'), { code: 2, output: /takes seconds/ })
  t.match(await run('list', '--state', 'accepted'), { code: 0, output: /^Batch 1: accepted/ })
  t.equal((await run('list', '--state', 'failed')).output, '')
  t.match(await run('list', '--state', 'lost'), { code: 1, output: /state has to be/ })
})
