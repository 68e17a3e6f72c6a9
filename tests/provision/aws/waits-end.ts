import t from 'tap'
import { patiently, realPause, until } from '#provision/aws/wait.ts'

const wait = { what: 'the moon', timeoutMs: 60_000 }
const never = async () => undefined

t.test('a wait backs off, tells of itself and ends', async t => {
  const pauses: number[] = []
  const said: string[] = []
  const pause = async (milliseconds: number) => pauses.push(milliseconds)
  await t.rejects(until({ pause, say: line => said.push(line) }, wait, never), {
    name: 'Refusal',
    message: /^Waited 6\d s for the moon, in vain\. Run the same command again/,
  })
  t.match(pauses, [1_000, 1_500, 2_250])
  t.ok(Math.max(...pauses) <= 10_000)
  t.match(said, ['  waiting for the moon (0.0 s)'])
})

t.test('what AWS keeps refusing is told with its own words', async t => {
  const call = async () => {
    throw Object.assign(new Error('resource sg-1 has a dependent object'), { name: 'Dependency' })
  }
  const waiting = { pause: async () => {}, say: () => {} }
  await t.rejects(patiently(waiting, { what: 'sg-1', codes: ['Dependency'] }, call), {
    name: 'Refusal',
    message: /for sg-1, in vain.* AWS says: resource sg-1 has a dependent object/,
  })
})

t.test('Ctrl-C ends a wait at once', async t => {
  const controller = new AbortController()
  const waiting = { pause: realPause, signal: controller.signal, say: () => controller.abort() }
  const startedAt = performance.now()
  await t.rejects(until(waiting, wait, never), { name: 'Stopped', message: /goes on from here/ })
  t.ok(performance.now() - startedAt < 900, 'before its first pause is over')
})
