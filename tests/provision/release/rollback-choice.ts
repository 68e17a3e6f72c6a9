// Which release a rollback goes to: the one before, or the one that is meant; never over a one-way migration.
import t from 'tap'
import { oneWaySince } from '#provision/release/one-way.ts'
import type { ReleaseRecord } from '#provision/release/record.ts'
import { chosen } from '#provision/release/rollback.ts'

const release = (day: number, commit: string, migrations: ReleaseRecord['migrations'] = []) => ({
  ...{ id: `2026070${day}T093000-${commit.slice(0, 7)}`, commit, migrations },
  ...{ image: { name: `rates-app:${commit.slice(0, 12)}`, id: '' }, parameters: [] },
  ...{ environmentHash: '', bundleSha256: '', mountedSha256: '', dumpSha256: '' },
  ...{ madeAt: '', madeBy: 'nadja, from laptop' },
})

const [first, second, third] = [
  release(1, 'a'.repeat(40)),
  release(2, 'b'.repeat(40)),
  release(3, 'c'.repeat(40)),
] as const
const all = [first, second, third]

t.test('the one before, as seen from the current one', async t => {
  t.equal(chosen(all, third, undefined), second)
  t.equal(chosen(all, second, undefined), first, 'asked again it goes one further back')
  t.throws(() => chosen(all, first, undefined), /no release before the current one[\s\S]*nadja/)
  t.throws(() => chosen([], undefined, undefined), /oldest first:\n {2}none/)
})

t.test('the one that is named, by id or commit', async t => {
  for (const name of [first.id, '20260701', 'aaaaaaa', 'a'.repeat(40), 'a'.repeat(12)])
    t.equal(chosen(all, third, name), first, name)
  t.equal(chosen(all, first, 'ccccccc'), third, 'also forward again')
  t.throws(() => chosen(all, third, 'ddd'), /There is no release ddd/)
  t.throws(() => chosen(all, third, 'ccccccc'), /There is no release/, 'not the current one')
  t.throws(() => chosen(all, third, '2026'), /more than one release 2026[\s\S]*bbbbbbb/)
})

t.test('not over a one-way migration', async t => {
  const usual = { name: '008_more.sql' }
  const oneWay = { name: '009_less.sql', oneWay: 'drops a column' }
  const now = release(4, 'd'.repeat(40), [usual, oneWay])
  t.throws(
    () => chosen([...all, now], now, undefined),
    /can't live with[\s\S]*009_less.*drops a column/,
  )
  const after = release(5, 'e'.repeat(40), [usual, oneWay])
  t.equal(chosen([...all, now, after], after, undefined), now, 'both have it')
  t.equal(chosen([...all, release(6, 'f'.repeat(40), [usual])], third, 'ffffff').commit[0], 'f')

  t.strictSame(oneWaySince([usual], [usual, oneWay]), ['  009_less.sql: drops a column'])
  t.strictSame(oneWaySince([oneWay], [usual, oneWay]), [])
})
