// Of an image only what a host lacks is sent, and what is sent is still an archive.
import { execFileSync } from 'node:child_process'
import { Readable } from 'node:stream'
import t from 'tap'
import { sharedLayers, unneededEntries } from '#provision/image/layers.ts'
import { filesOf, withoutEntries } from '#provision/image/tar.ts'

t.test('layers are shared from the bottom only', async t => {
  const there = [['a', 'b', 'x'], ['b', 'c'], []]
  t.equal(sharedLayers(['a', 'b', 'c'], there), 2)
  t.equal(sharedLayers(['a', 'b', 'x'], there), 3)
  t.equal(sharedLayers(['c', 'b'], there), 0)
  t.equal(sharedLayers(['a'], []), 0)
})

t.test('a layer that comes again above what is shared is sent', async t => {
  const entries = unneededEntries(['sha256:a', 'sha256:b', 'sha256:a'], [['sha256:a', 'sha256:b']])
  t.same([...entries], ['blobs/sha256/b'])
})

t.test('an archive without an entry holds the others, however the bytes arrive', async t => {
  const folder = t.testdir({ one: '1'.repeat(1000), two: '2'.repeat(513), empty: '', last: 'l' })
  const names = ['one', 'two', 'empty', 'last']
  const tar = execFileSync('tar', ['--format=ustar', '-c', '-C', folder, ...names])
  for (const size of [1, 100, 512, 4096, tar.length]) {
    const chunks = Array.from({ length: Math.ceil(tar.length / size) }, (_, index) =>
      tar.subarray(index * size, (index + 1) * size),
    )
    const left = withoutEntries(Readable.from(chunks), ({ name }) => name === 'one')
    const rest = Buffer.concat(await Readable.from(left).toArray())
    t.same([...filesOf(rest).keys()], ['two', 'empty', 'last'])
    t.equal(`${filesOf(rest).get('two')}`, '2'.repeat(513))
    t.same(execFileSync('tar', ['-t'], { input: rest }).toString().split('\n').filter(Boolean), [
      'two',
      'empty',
      'last',
    ])
  }
})
