import t from 'tap'
import { released } from '#tests/fixtures/released.ts'
t.test('x', async t => {
  const at = performance.now()
  const there = await released(t)
  t.comment(`prepared ${performance.now() - at}`)
  for (const v of ['a', 'b', 'c']) {
    await there.version(v)
    const s = performance.now()
    await there.deploy()
    t.comment(`${v} ${performance.now() - s}`)
    const line = (await there.history()).at(-1)
    t.comment(JSON.stringify(line?.steps))
    const r = performance.now()
    await there.remains(v)
    t.comment(`remains ${performance.now() - r}`)
  }
  const bad = await there.version('bad', {'api/Dockerfile': (x: string) => x.replace('"api/server.ts"', '"api/none.ts"')})
  const s = performance.now()
  const out = await there.fails()
  t.comment(`bad ${performance.now() - s}`)
  const line = (await there.history()).at(-1)
  t.comment(JSON.stringify(line?.steps))
})
