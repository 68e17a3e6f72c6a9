// Which releases stay on a host: as many as asked for, and always the current one and the one before it.
import t from 'tap'
import type { ReleaseRecord } from '#provision/release/record.ts'
import { before, kept } from '#provision/release/releases.ts'
import { keepFrom } from '#provision/wanted.ts'

const record = (id: string) => ({ id }) as ReleaseRecord
const releases = ['1', '2', '3', '4', '5', '6', '7'].map(record)
const stay = (now: string | undefined, keep: number) =>
  kept(
    releases,
    releases.find(({ id }) => id === now),
    keep,
  )
    .map(({ id }) => id)
    .toSorted()
    .join('')

t.test('the last ones', async t => {
  t.equal(stay('7', 5), '34567')
  t.equal(stay('7', 2), '67')
  t.equal(stay('7', 100), '1234567')
})

t.test(
  'after a rollback, or by a clock that is late, the one before the current stays, too',
  async t => {
    t.equal(before(releases, record('3'))?.id, '2')
    t.equal(stay('3', 2), '23')
    t.equal(stay('3', 5), '23567')
    t.equal(stay('1', 3), '167')
    t.equal(stay(undefined, 2), '67')
  },
)

t.test('how many is an option or a variable; what is no such number is refused', async t => {
  const env = { RATES_KEEP: '7' }
  t.equal(keepFrom({ options: {}, env: {} }), undefined)
  t.equal(keepFrom({ options: {}, env }), 7)
  t.equal(keepFrom({ options: { keep: '2' }, env }), 2)
  for (const keep of ['1', '0', '-3', 'all', '2.5', '101'])
    t.throws(() => keepFrom({ options: { keep }, env }), {
      name: 'WrongUsage',
      message: new RegExp(`^--keep is how many releases stay on the host, 2 .*It is "${keep}"`),
    })
})
