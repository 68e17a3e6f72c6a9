// Dates are what Python's strptime("%Y-%m-%d") takes; the expectations were read off CPython 3.11.
import t from 'tap'
import { formatDay, parseDay } from '#api/rates/day.ts'

const taken = {
  '2021-01-05': '2021-01-05',
  '2021-1-5': '2021-01-05',
  '2021-12-31': '2021-12-31',
  '2021-1- 5': '2021-01-05',
  '2020-02-29': '2020-02-29',
  '2000-2-29': '2000-02-29',
  '0001-01-01': '0001-01-01',
  '0099-12-31': '0099-12-31',
  '1969-12-31': '1969-12-31',
  '9999-12-31': '9999-12-31',
}

const refused = [
  '',
  '2021-02-29',
  '1900-02-29',
  '2021-04-31',
  '2021-13-01',
  '2021-00-01',
  '2021-01-00',
  '2021-01-32',
  '0000-01-01',
  '21-01-01',
  '12021-01-01',
  '2021-001-01',
  '2021-01-001',
  '2021-01-05 ',
  ' 2021-01-05',
  '2021-01-05\n',
  '2021- 1-05',
  '2021-01-  5',
  '2021/01/05',
  '20210105',
  '2021-01-05T00:00:00',
  '-2021-01-05',
  '2021-01',
  'today',
]

t.test('taken', async t => {
  for (const [text, day] of Object.entries(taken)) {
    const parsed = parseDay(text)
    t.equal(parsed !== undefined && formatDay(parsed), day, JSON.stringify(text))
  }
})

t.test('refused', async t => {
  for (const text of refused) t.equal(parseDay(text), undefined, JSON.stringify(text))
})
