// Whatever an argument holds, a shell gives it back byte for byte.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import t from 'tap'
import { quoted } from '#provision/ssh/quote.ts'

const argument = fc.string({ unit: 'binary' }).filter(text => !text.includes('\0'))

t.test('any arguments', async t => {
  const back = (argv: string[]) => {
    const shell = ['-c', quoted(['printf', '%s\\0', ...argv])]
    return execFileSync('sh', shell, { encoding: 'utf8' }).split('\0').slice(0, -1)
  }
  const isSame = fc.property(fc.array(argument, { minLength: 1, maxLength: 20 }), argv => {
    // Lone surrogates are no text: they become U+FFFD on their way out of Node.
    t.same(
      back(argv),
      argv.map(text => text.toWellFormed()),
    )
  })
  fc.assert(isSame, { numRuns: 60 })
})

t.test('a NUL is refused', async t => {
  t.throws(() => quoted(['a\0b']), /NUL/)
})

t.test('plain words stay readable', async t => {
  t.equal(quoted(['ls', '-l', '/srv/rates', "it's"]), `ls -l /srv/rates 'it'\\''s'`)
})
