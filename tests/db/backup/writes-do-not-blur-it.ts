// A backup taken while rows are written all the time has the rows of one moment, and its counts are theirs.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, countRows, printedRows } from '#tests/fixtures/stack-backups.ts'

const write = `
  insert into prices select 'CNGGZ', 'EETLL', '2031-01-01', i from generate_series(1, 20) i;
  insert into ops.tokens (name, sha256) values ('t' || txid_current(), md5(txid_current()::text) || md5(''));`

t.test('rows come in during a dump', needsDocker(), async t => {
  const stack = await compose(t)
  const { dump, run, read } = backups(stack)
  t.equal((await stack.up()).code, 0)
  const before = await countRows(stack)

  // Each transaction brings 20 prices and a token: any mixture of two moments shows.
  let writing = true
  const endless = `while psql -qU postgres rates -c "begin; ${write} commit"; do :; done`
  const writer = stack.run(['exec', '-T', 'db', 'sh', '-c', endless]).then(() => (writing = false))
  const written = async () => Number(await stack.sql('select count(*) from ops.tokens'))
  while ((await written()) < 5) t.ok(writing)

  const first = await dump()
  const second = await dump()
  const tokens = await written()
  await stack.run(['exec', '-T', 'db', 'sh', '-c', 'kill $(pgrep -f "while psql" || true); true'])
  t.ok(writing, 'writes went on meanwhile')

  for (const name of [first, second]) {
    const { rows } = await read(name, 'json')
    const prices = rows['public.prices'] - (before['public.prices'] ?? 0)
    t.ok(
      rows['ops.tokens'] > 0 && rows['ops.tokens'] < tokens,
      `${rows['ops.tokens']} of ${tokens}`,
    )
    t.equal(prices, 20 * rows['ops.tokens'], 'of one moment')

    const rehearsed = await run('rehearse', name)
    t.equal(rehearsed.code, 0, rehearsed.output)
    t.strictSame(
      printedRows(rehearsed.output)['public.prices'],
      Array(2).fill(rows['public.prices']),
    )
  }
  await stack.run(['kill', 'db'])
  await writer
})
