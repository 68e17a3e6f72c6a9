// What can't be done is said in a sentence with the next move, before anything is made.
import t from 'tap'
import { Refusal } from '#provision/errors.ts'
import { sandboxName } from '#provision/sandbox/name.ts'
import { placeOf } from '#provision/sandbox/place.ts'
import { portsFor } from '#provision/sandbox/ports.ts'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'
import { sandbox, sandboxCommand } from '#tests/fixtures/sandbox.ts'

t.test('names', async t => {
  for (const name of ['a', 'review-42', 'x'.repeat(30)]) t.equal(sandboxName(name), name)
  for (const name of ['', 'A', '4x', '-x', 'x-', 'a_b', 'a.b', 'a b', '../x', 'x'.repeat(31)])
    t.throws(() => sandboxName(name), { constructor: Refusal, message: /review-42/ }, name)
})

t.test('engines', async t => {
  for (const here of ['', 'unix:///var/run/docker.sock', 'tcp://127.0.0.1:2375'])
    t.strictSame(placeOf(here), { at: 'here' }, here)
  const far = placeOf('ssh://ana@far.example:2222')
  if (far.at === 'here') throw new Error('it is not here')
  const words = ['-N', '-o', 'ExitOnForwardFailure=yes', '-L', '127.0.0.1:8080:127.0.0.1:20000']
  t.strictSame(far.tunnel(20_000, 8_080), [...words, '-p', '2222', '--', 'ana@far.example'])
  t.match(far.typed(20_000), /^ssh .*20000:127\.0\.0\.1:20000 -p 2222 -- ana@far\.example$/)
  t.throws(() => placeOf('tcp://far.example:2375'), { constructor: Refusal, message: /ssh:\/\// })
})

t.test('ports are the same for a name, and those of no other', async t => {
  const [first, second] = portsFor('ana', []).take(2).toArray()
  t.ok(first && second)
  t.strictSame(portsFor('ana', []).next().value, first)
  t.strictSame(portsFor('ana', first ? [first] : []).next().value, second)
  t.equal(portsFor('ana', []).toArray().length, 5_000)
})

t.test('what is typed', needsDocker(), async t => {
  const sentences: [string[], RegExp, number][] = [
    [[], /Name one of up, list, down/, 2],
    [['up'], /up takes one name/, 2],
    [['list', 'a'], /list takes no name/, 2],
    [['up', 'Ana'], /A sandbox's name is/, 1],
    [['up', 'ana', '--rows', '10'], /--rows is "10", and must be a whole number from 1000/, 2],
    [['up', 'ana', '--rows', '1000', '--dump', 'x'], /not both/, 1],
    [['up', 'ana', '--dump', '/nowhere/x.sql'], /no dump at \/nowhere\/x\.sql\..*--dump/, 1],
    [['up', 'ana', '--dump', '/'], /is not a file/, 1],
    [['down', 'nobody-has-this'], /There is no sandbox nobody-has-this/, 0],
  ]
  for (const [words, sentence, exitCode] of sentences) {
    const { code, output } = await sandboxCommand(words)
    t.match(output, sentence)
    t.equal(code, exitCode, words.join(' '))
  }
  const silent = await sandboxCommand(['list'], { DOCKER_HOST: 'unix:///nowhere.sock' })
  t.match(silent.output, /No Docker engine answers at unix:\/\/\/nowhere\.sock .* DOCKER_HOST/)
})

t.test('what only looks like a sandbox stays', needsDocker(), async t => {
  const copy = sandbox(t)
  const volume = `sandbox-${copy.name}_data`
  const project = `com.docker.compose.project=sandbox-${copy.name}`
  await docker(['volume', 'create', '--label', project, volume])
  t.teardown(() => docker(['volume', 'rm', volume]))
  const { code, output } = await copy.up('--rows', '1000')
  t.equal(code, 1)
  t.match(output, `${volume} look like parts of a sandbox ${copy.name}, but none made them`)
  t.match((await copy.down()).output, /nothing to take down/)
  t.strictSame(await copy.remains(), [volume])
})
