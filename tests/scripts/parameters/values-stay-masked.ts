// An operator puts, sees and compares parameters; a value is printed where --show asks for it, and never else.
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { deleteParameter, listParameters } from '#provision/parameters/parameters.ts'
import { newHostKey } from '#provision/ssh/host-key.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { moto, region } from '#tests/fixtures/moto.ts'

const { skip } = needsDocker()

const run = async (args: string[], stdin = '') => {
  const words = ['scripts/parameters.mjs', '--env', 'dev', '--region', region, ...args]
  const child = spawn(process.execPath, words, { stdio: 'pipe' })
  child.stdin.end(stdin)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.once('close', resolve)),
  ])
  return { stdout, stderr, code }
}

t.test('parameters.mjs', { skip }, async t => {
  const { aws } = await moto(t)
  const secret = `canary $HOME "quoted" 'é'`

  t.test(
    'set takes the value from standard input and makes a version only of a new one',
    async t => {
      t.match(await run(['set', 'API_KEY'], `${secret}\n`), {
        code: 0,
        stdout: /is set, version 1/,
      })
      t.match(await run(['set', 'API_KEY'], secret), { code: 0, stdout: /that already, version 1/ })
      t.match(await run(['set', 'API_KEY'], `${secret}!`), { code: 0, stdout: /version 2/ })
      t.same(await listParameters(aws, 'dev'), [
        { name: 'API_KEY', value: `${secret}!`, version: 2 },
      ])
    },
  )

  t.test('list and get mask, --show does not', async t => {
    for (const args of [['list'], ['get', 'API_KEY']]) {
      const { stdout } = await run(args)
      t.match(stdout, /^API_KEY {2}\*{8} {2}version 2\n$/)
    }
    t.equal((await run(['get', 'API_KEY', '--show'])).stdout, `${secret}!\n`)
    t.match(await run(['get', 'OTHER']), { code: 1, stderr: /no parameter "OTHER".*API_KEY/ })
  })

  t.test('what no environment can hold is not put, a value as an argument neither', async t => {
    t.match(await run(['set', 'API_KEY'], 'canary\ntwo\n'), { code: 1, stderr: /line break/ })
    t.match(await run(['set', 'lower'], 'canary'), { code: 1, stderr: /lower: a name is made/ })
    t.match(await run(['set', 'API_KEY', 'x']), { code: 64, stderr: /no argument.*Pipe/ })
    t.match(await run(['set']), { code: 64, stderr: /takes a name/ })
    t.equal((await listParameters(aws, 'dev'))[0]?.version, 2)
  })

  t.test('delete asks, and leaves what the compose files need', async t => {
    t.match(await run(['set', 'LOG_LEVEL'], 'warn'), { code: 0 })
    t.match(await run(['set', 'POSTGRES_PASSWORD'], 'canary'), { code: 0 })
    t.match(await run(['delete', 'LOG_LEVEL']), { code: 1, stderr: /Delete LOG_LEVEL.*--yes/ })
    t.match(await run(['delete', 'POSTGRES_PASSWORD', '--yes']), { code: 1, stderr: /ask for/ })
    t.match(await run(['delete', 'OTHER', '--yes']), { code: 1, stderr: /no parameter "OTHER"/ })
    t.match(await run(['delete', 'LOG_LEVEL', '--yes']), { code: 0, stdout: /is gone/ })
    const left = (await listParameters(aws, 'dev')).map(({ name }) => name)
    t.strictSame(left, ['API_KEY', 'POSTGRES_PASSWORD'])
    await deleteParameter(aws, 'dev', 'POSTGRES_PASSWORD')
  })

  t.test('set of a password of the database says that it has to be told, too', async t => {
    const { stdout } = await run(['set', 'RATES_API_PASSWORD'], 'canary')
    t.match(stdout, /keeps its old password.*--env dev psql, then \\password rates_api\. /)
    t.match(stdout, /provision\.mjs --env dev --maintenance\n$/)
    t.notMatch(stdout, 'canary')
  })

  t.test('diff names what the compose files still need', async t => {
    const folder = t.testdir({ key: newHostKey().privateKey })
    const { stdout, stderr, code } = await run(['diff', '--key', `${folder}/key`])
    t.equal(code, 2)
    t.match(stdout, 'parameter POSTGRES_PASSWORD: missing, will be made up')
    t.match(stderr, 'No release runs yet.')
    t.notMatch(stdout + stderr, 'canary')
  })
})
