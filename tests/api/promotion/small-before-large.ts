// Small batches do not wait for a large one: at most one worker at a time has a large one in hand.
import t from 'tap'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

t.test(
  'two workers, a batch of a million and one of 200,000, then twenty of a thousand',
  async t => {
    const { connections, accept, all, ask, faults } = await promotions(t)
    const large = [await accept({ rows: 1_000_000 }), await accept({ rows: 200_000 })]
    await Promise.all([worker(t, connections), worker(t, connections)])
    await all(large.slice(0, 1), 'promoting')
    const small: number[] = []
    for (let number = 0; number < 20; number += 1) small.push(await accept({ rows: 1000 }))

    await all([...large, ...small], 'promoted')
    const [{ behind, overlap }] = await ask(order, [large, small])
    t.equal(behind, '0', 'small ones that came after the first large one')
    t.equal(overlap, false, 'the second large one began after the first')
    t.strictSame(await faults(), [])
  },
)

const order = `
  with big as (select * from batches where id = any ($1))
  select count(*) filter (where promoted_at > (select min(promoted_at) from big)) as behind,
         (select max(promoting_at) < min(promoted_at) from big)                   as overlap
    from batches
   where id = any ($2)
`
