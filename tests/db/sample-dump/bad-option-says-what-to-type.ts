// What cannot be understood is refused with the next move, before anything is written.

import t from 'tap'
import { BadOption, options } from '#db/sample/options.ts'

const parse = (...words: string[]) => options(words, { defaultOut: 'db/rates.sql' })

const refused: [words: string[], reason: RegExp][] = [
  [['--prices', '10m'], /--prices is "10m".* from 1000 to 100000000/],
  [['--prices', '999'], /--prices is "999"/],
  [['--prices', '100000001'], /--prices is "100000001"/],
  [['--prices', '1e6'], /in digits alone/],
  [['--prices', ''], /--prices is ""/],
  [['--seed', '4294967296'], /--seed is "4294967296".* from 0 to 4294967295/],
  [['--seed', '1.5'], /--seed is "1.5"/],
  [['--rows', '5'], /--rows.*See npm run sample-dump -- --help/],
  [['--out'], /--out.*See npm run sample-dump -- --help/],
  [['10000000'], /options follow a --: npm run sample-dump -- --prices/],
]

for (const [words, reason] of refused) {
  t.test(`"${words.join(' ')}" is refused with a reason`, async t => {
    t.throws(() => parse(...words), { message: reason, constructor: BadOption })
  })
}

t.test('without a word, the committed dump is meant', async t => {
  t.strictSame(parse(), { help: false, count: 56_000, seed: 2021, out: 'db/rates.sql' })
})

t.test('every option is taken', async t => {
  t.strictSame(parse('--prices=10000000', '--seed', '7', '--out', '-'), {
    help: false,
    count: 10_000_000,
    seed: 7,
    out: '-',
  })
  t.equal(parse('--help').help, true)
})
