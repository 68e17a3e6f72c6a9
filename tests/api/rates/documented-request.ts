// The request of the documentation, to the byte, on every dump there is.
import t from 'tap'
import { api, ratesPath, sources } from '#tests/fixtures/api.ts'

for (const name of sources) {
  t.test(`${name}: two days of CNGGZ to EETLL, newest first`, async t => {
    const { get } = await api(t, { from: name })

    const answer = await get(ratesPath({ date_from: '2021-01-30' }))

    t.equal(answer.status, 200)
    t.match(answer.headers.get('content-type'), /^application\/json\b/)
    t.equal(
      await answer.text(),
      '{"rates":[{"count":3,"day":"2021-01-31","price":1154.3333333333333},' +
        '{"count":3,"day":"2021-01-30","price":1154.3333333333333}]}',
    )
  })

  t.test(`${name}: the whole of January has 31 days`, async t => {
    const { json } = await api(t, { from: name })

    const { rates } = await json(ratesPath({}))

    const days = rates.map((rate: { day: string }) => rate.day)
    t.equal(days.length, 31)
    t.strictSame(days, [...days].sort().reverse())
  })
}

t.test('the root says hello', async t => {
  const { get } = await api(t)
  const answer = await get('/')
  t.equal(await answer.text(), '{"message":"Hello world!"}')
})
