// Over random routes and ranges the answer is what plain SQL computes from the prices themselves.
import fc from 'fast-check'
import t from 'tap'
import { formatDay, parseDay } from '#api/rates/day.ts'
import { api, ratesPath, sources } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const plainSql = `
  select count,
         day,
         case when count >= 3 then average end as price
    from (
      select to_char(d.day, 'YYYY-MM-DD') as day,
             nullif(count(price), 0)::integer as count,
             avg(price)::double precision as average
        from generate_series($1::timestamp, $2::timestamp, '1 day') d (day)
        left join prices p on p.day = d.day and orig_code = $3 and dest_code = $4
       group by 1
    ) days
   order by day desc`

const newYear = parseDay('2021-01-01') as number

for (const name of sources) {
  t.test(name, async t => {
    const { json, connections } = await api(t, { from: name })
    const rows = await queryAs(connections.owner, 'select code from ports order by 1')
    const known = rows.map(({ code }) => code)
    const routes = await queryAs(
      connections.owner,
      'select distinct orig_code, dest_code from prices order by 1, 2',
    )
    const route = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...routes) },
      fc.record({
        orig_code: fc.constantFrom(...known),
        dest_code: fc.constantFrom(...known, '?'),
      }),
    )
    const range = fc.tuple(fc.integer({ min: -20, max: 50 }), fc.integer({ min: -3, max: 60 }))

    await fc.assert(
      fc.asyncProperty(route, range, async ({ orig_code, dest_code }, [start, length]) => {
        const from = formatDay(newYear + start)
        const to = formatDay(newYear + start + length)
        const { rates } = await json(
          ratesPath({ date_from: from, date_to: to, orig_code, dest_code }),
        )
        const wanted = await queryAs(connections.owner, plainSql, [from, to, orig_code, dest_code])

        // An average may differ in the last bit: one is a division of doubles, one of decimals.
        const near = (a: number | null, b: number | null) =>
          a === b || (a !== null && b !== null && Math.abs(a - b) <= Number.EPSILON * b)
        return (
          rates.length === wanted.length &&
          wanted.every((day, i) => {
            const rate = rates[i]
            return rate.day === day.day && rate.count === day.count && near(rate.price, day.price)
          })
        )
      }),
      { numRuns: 300 },
    )
    t.pass('300 random routes and ranges')
  })
}
