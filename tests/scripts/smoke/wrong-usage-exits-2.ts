import t from 'tap'
import { smoke } from '#tests/fixtures/smoke.ts'

const mistakes = {
  'no URL': { args: [], says: 'Give one URL' },
  'two URLs': { args: ['http://a', 'http://b'], says: 'Give one URL' },
  'no protocol': { args: ['127.0.0.1:3000'], says: '"127.0.0.1:3000" is not a URL' },
  'another protocol': { args: ['ftp://a'], says: '"ftp://a" is not a URL' },
  'an unknown option': { args: ['--fast'], says: "Unknown option '--fast'" },
  'a timeout that is no number': {
    args: ['http://a', '--timeout-ms', 'soon'],
    says: '--timeout-ms takes a whole number',
  },
}

for (const [mistake, { args, says }] of Object.entries(mistakes)) {
  t.test(mistake, async t => {
    const { out, err, code } = await smoke(args)

    t.match(err, `smoke: ${says}`)
    t.equal(err.trimEnd().split('\n').length, 1, 'one sentence, no stack')
    t.equal(out, '')
    t.equal(code, 2)
  })
}

t.test('--help explains and exits 0', async t => {
  const { out, code } = await smoke(['--help'])
  t.match(out, 'npm run smoke -- http://HOST:PORT')
  t.equal(code, 0)
})
