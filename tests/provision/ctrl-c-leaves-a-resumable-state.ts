import t from 'tap'
import { apply } from '#provision/apply.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { moto } from '#tests/fixtures/moto.ts'
import { firstBoot, provisioning, titles } from '#tests/fixtures/provisioning.ts'

t.test('stopped after any step, the next run goes on', needsDocker(), async t => {
  const { aws } = await moto(t)
  const dev = provisioning(aws, 'dev')
  for (let left = titles((await dev.planned()).steps); left.length > 0; ) {
    const controller = new AbortController()
    const say = (line: string) => /^create/.test(line) && controller.abort()
    const { signal } = controller
    const run = apply({ ...(await dev.planned()), ...dev.hands, say, signal, firstBoot })
    await t.rejects(run, { name: 'Stopped' }, `after ${left[0]}`)

    const pending = await dev.pending()
    t.strictSame(pending, left.slice(1))
    left = pending
  }
  const ours = await dev.ours()
  t.match(ours, { instances: { length: 1 }, volumes: { length: 1 }, addresses: { length: 1 } })
})
