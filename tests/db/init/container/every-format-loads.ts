// A dump loads whole, whatever it is packed in and whatever its name says.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { compose, customFormat, needsDocker, type Stack } from '#tests/fixtures/compose.ts'
import { asNewerPgDump, dumps, rowCounts } from '#tests/fixtures/dumps.ts'

const marker = 'select sha256, size_bytes, regions, ports, prices from ops.dump'
const counted = `select (select count(*) from regions), (select count(*) from ports),
                        (select count(*) from prices)`

t.test('each dump, in each format', needsDocker(), async t => {
  const stack = await compose(t)
  for (const file of dumps) await loads(t, stack, file, 'plain SQL', rowsOf(file))

  const [last = ''] = dumps.slice(-1)
  const custom = await customFormat(stack)
  const folder = t.testdir({
    'plain.sql': gzipSync(readFileSync(last)),
    'packed.gz': custom,
    rates: gzipSync(custom),
    'newer.dump': asNewerPgDump(readFileSync(last, 'utf8')),
  })
  for (const [name, format] of [
    ['plain.sql', 'gzip of plain SQL'],
    ['packed.gz', 'pg_dump custom format'],
    ['rates', 'gzip of pg_dump custom format'],
    ['newer.dump', 'plain SQL'],
  ] as const) {
    await loads(t, stack, join(folder, name), format, rowsOf(last))
  }
})

const loads = (t: Test, stack: Stack, file: string, format: string, rows: string) =>
  t.test(`${basename(file)}, which is ${format}`, async t => {
    await stack.run(['down', '--volumes', '--timeout', '0'])
    const { code, output } = await stack.up(['db'], { RATES_DUMP: file })
    t.equal(code, 0, 'becomes healthy', { output })

    const bytes = readFileSync(file)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    t.equal(await stack.sql(marker), `${sha256}|${bytes.length}|${rows}`, 'the marker')
    t.equal(await stack.sql(counted), rows, 'the rows')

    const [regions, ports, prices] = rows
      .split('|')
      .map(count => Number(count).toLocaleString('en'))
    const log = await stack.log('db')
    const size = bytes.length.toLocaleString('en')
    t.match(log, `rates: loading ${file} (${format}, ${size} bytes)`)
    t.match(log, `rates: loaded ${prices} prices, ${ports} ports, ${regions} regions from ${file}`)
  })

const rowsOf = (file: string) => rowCounts(readFileSync(file, 'utf8'))
