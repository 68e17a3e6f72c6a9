// What is wrong with the arguments is said in the contract's sentences, dates first.
import t from 'tap'
import { api, body, ratesPath } from '#tests/fixtures/api.ts'

const dates = 'Invalid date arguments'
const locations = 'Invalid location arguments'

const cases = {
  '/rates': dates,
  '/rates?date_from=2021-01-01&orig_code=A&dest_code=B': dates,
  '/rates?date_to=2021-01-01&orig_code=A&dest_code=B': dates,
  '/rates?date_from=2021-01-01&date_to=2021-01-02': locations,
  '/rates?date_from=2021-01-01&date_to=2021-01-02&orig_code=A': locations,
  '/rates?date_from=2021-01-01&date_to=2021-01-02&dest_code=B': locations,
  '/rates?date_from=2021-02-29&date_to=2021-03-01': dates,
  [ratesPath({ date_to: '2021-02-29' })]: dates,
  [ratesPath({ date_from: '' })]: dates,
  [ratesPath({ orig_code: '' })]: locations,
  [ratesPath({ dest_code: 'A\0B' })]: locations,
  '/rates?date_from[]=2021-01-01&date_to=2021-01-02&orig_code=A&dest_code=B': dates,
}

t.test('each is a 400 with its sentence', async t => {
  const { get } = await api(t)

  for (const [path, detail] of Object.entries(cases)) {
    const answer = await get(path)
    t.equal(answer.status, 400, path)
    t.match(answer.headers.get('content-type'), /^application\/problem\+json\b/)
    t.match(await body(answer), { status: 400, title: 'Bad Request', detail }, path)
  }
})

t.test('of a repeated parameter the first counts', async t => {
  const { get } = await api(t)
  t.equal((await get(`${ratesPath({})}&date_from=nonsense&orig_code=`)).status, 200)
})

t.test('a range above the cap is a 400 that names the cap', async t => {
  const { get } = await api(t, { env: { MAX_RANGE_DAYS: '31' } })

  t.equal((await get(ratesPath({}))).status, 200)
  const answer = await get(ratesPath({ date_to: '2021-02-01' }))
  t.equal(answer.status, 400)
  t.match((await body(answer)).detail, /32 days.*31 \(MAX_RANGE_DAYS\)/)
})

t.test('the largest range there is gets an answer, too', async t => {
  const { get } = await api(t)
  const answer = await get(ratesPath({ date_from: '0001-01-01', date_to: '9999-12-31' }))
  t.equal(answer.status, 400)
})
