// A database without the marker of a whole dump is not healthy, even if it answers, and says why.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'

t.test('the marker comes and goes', needsDocker(), async t => {
  const stack = await compose(t)
  await stack.up(['db'])
  const health = () => stack.run(['exec', '-T', 'db', 'sh', '/rates/init/healthy.sh'])
  t.equal((await health()).code, 0)

  await stack.sql('drop table ops.dump')
  const { code, output } = await health()
  t.equal(code, 1)
  t.match(output, 'rates: serving, but without the marker of a whole dump in ops.dump')
})
