// What is no price does not get into staging, whoever writes it there.
import t from 'tap'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('prices of 0 and less', async t => {
  const { api, owner } = await database(t)
  const insert = (price: number) =>
    `begin read write; insert into staging values (1, 'CNGGZ', 'EETLL', '2021-01-01', ${price}); commit`
  await t.rejects(queryAs(api, insert(0)), { code: '23514' })
  await t.rejects(queryAs(owner, insert(-1)), { code: '23514' })
  await t.resolves(queryAs(api, insert(1)))
})
