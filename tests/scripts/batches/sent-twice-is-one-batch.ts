// A file that is sent again is the same batch, also compressed; only --again makes another.
import { gzipSync, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { csv } from '#tests/fixtures/batches.ts'
import { batchesCommand } from '#tests/fixtures/batches-command.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('without a key', async t => {
  const { run, file, connections } = await batchesCommand(t)
  const batches = async () => (await queryAs(connections.owner, 'select * from batches')).length
  const path = await file('prices.csv', csv(5))

  t.match(await run(['send', path]), { code: 0, output: /Batch \d+: accepted, 5 rows/ })
  t.match(await run(['send', path]), { code: 0, output: /there already under this key/ })
  t.match((await run(['send', await file('p.csv.gz', gzipSync(csv(5)))])).output, /there already/)
  const zstd = zstdCompressSync(csv(5))
  t.match((await run(['send', await file('p.csv.zst', zstd)])).output, /there already/)
  t.equal(await batches(), 1)

  t.match(await run(['send', path, '--again']), { code: 0, output: /Batch \d+: accepted, 5 rows/ })
  t.equal(await batches(), 2)
  t.match(await run(['send', path, '--again', '--key', 'k']), { code: 2, output: /Choose one/ })
})

t.test('a file that is not what its name says', async t => {
  const { run, file } = await batchesCommand(t)
  const cut = gzipSync(csv(5)).subarray(0, 30)
  t.match(await run(['send', await file('p.csv.gz', cut)]), { code: 2, output: /can't be read/ })
})
