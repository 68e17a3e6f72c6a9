// Every day of the range is in the answer: with nulls where there is nothing, or too little, to say.
import t from 'tap'
import { api, ratesPath } from '#tests/fixtures/api.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('1, 2, 3 and no prices', async t => {
  const { json, connections } = await api(t)
  await queryAs(
    connections.owner,
    `insert into prices
     select 'CNGGZ', 'EETLL', day::date, price
       from (values ('2030-05-01', 10), ('2030-05-02', 10), ('2030-05-02', 20),
                    ('2030-05-03', 10), ('2030-05-03', 20), ('2030-05-03', 31)) v (day, price)`,
  )

  t.strictSame(await json(ratesPath({ date_from: '2030-04-30', date_to: '2030-05-03' })), {
    rates: [
      { count: 3, day: '2030-05-03', price: 61 / 3 },
      { count: 2, day: '2030-05-02', price: null },
      { count: 1, day: '2030-05-01', price: null },
      { count: null, day: '2030-04-30', price: null },
    ],
  })
})

t.test('an unknown port has days with nulls', async t => {
  const { json } = await api(t)
  const days = { date_from: '2021-01-01', date_to: '2021-01-02' }

  for (const code of [{ orig_code: 'XXXXX' }, { dest_code: 'no such port' }]) {
    t.strictSame(await json(ratesPath({ ...days, ...code })), {
      rates: [
        { count: null, day: '2021-01-02', price: null },
        { count: null, day: '2021-01-01', price: null },
      ],
    })
  }
})

t.test('a range that ends before it begins is empty', async t => {
  const { json } = await api(t)
  t.strictSame(await json(ratesPath({ date_from: '2021-01-02', date_to: '2021-01-01' })), {
    rates: [],
  })
})
