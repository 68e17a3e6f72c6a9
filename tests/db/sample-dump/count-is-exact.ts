// As many prices as asked for, each in four plausible columns.

import t from 'tap'
import { dump } from '#db/sample/dump.ts'
import { prices } from '#db/sample/prices.ts'

const row = /^[A-Z]{5}\t[A-Z]{5}\t\d{4}-\d\d-\d\d\t\d+$/

for (const count of [1_000, 56_000, 200_000, 600_000]) {
  t.test(`${count} prices when ${count} are asked for`, async t => {
    const [, block = ''] = [...dump(prices({ count, seed: 2021 }))]
      .join('')
      .split('COPY public.prices (orig_code, dest_code, day, price) FROM stdin;\n')
    const rows = block.slice(0, block.indexOf('\\.\n')).split('\n').slice(0, -1)

    t.equal(rows.length, count)
    t.ok(
      rows.every(text => row.test(text)),
      'each has four columns',
    )
    t.ok(
      rows.map(text => Number(text.split('\t')[3])).every(price => price >= 500 && price <= 6000),
      'each is from 500 to 6000',
    )
  })
}
