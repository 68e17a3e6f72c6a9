// Two who deploy to one host at the same time: one does, the other is told who, or waits and does it then.
import t from 'tap'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { released } from '#tests/fixtures/released.ts'

t.test('two deployers at once', needsDocker(), async t => {
  t.setTimeout(800_000)
  const there = await released(t)
  const both = (more: { waitMs?: number }) =>
    Promise.all(['why one', 'why two'].map(why => there.deployer({ why, ...more }).exited))

  await t.test('one does, the other ends with a sentence and has changed nothing', async t => {
    await there.version('a')
    const [done, refused] = (await both({})).toSorted((one, other) => one.code - other.code)
    t.match(done, { code: 0, output: /==> finish\n[\s\S]*done/ })
    t.match(refused, {
      code: 1,
      output:
        /^deploy: Another deploy is under way on \S+: \S+, from \S+, since \S+ [\d:]{8} UTC: why (one|two)\. Nothing was changed\..*--wait/m,
    })
    t.notMatch(refused?.output, '==>')
    t.match(await there.history(), [{ verdict: 'succeeded' }])
    t.strictSame(await there.remains('a'), [])
  })

  await t.test('with --wait the second goes on after the first: both are released', async t => {
    const first = await there.version('b')
    const one = there.deployer({ why: 'why one' })
    await one.printed(/==> start/)
    const second = await there.version('c')
    const two = there.deployer({ why: 'why two', waitMs: 120_000 })
    await two.printed(/waiting for another deploy: .*: why one/)
    t.match([await one.exited, await two.exited], [{ code: 0 }, { code: 0 }])
    t.match((await there.history()).slice(-2), [
      { commit: first, why: 'why one', verdict: 'succeeded' },
      { commit: second, why: 'why two', verdict: 'succeeded' },
    ])
    t.strictSame(await there.remains('c'), [])
  })
})
