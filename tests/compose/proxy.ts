// Production's front: two containers behind it, TLS with a domain, errors as problems, nothing else open.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { ratesPath } from '#tests/fixtures/api.ts'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'
import { countByStatus, load } from '#tests/fixtures/load.ts'
import { production } from '#tests/fixtures/production.ts'

type Container = { Name: string; NetworkSettings: { Ports: Record<string, unknown> } }

const curl = async (args: string[]) =>
  (await promisify(execFile)('curl', ['--silent', '--max-time', '10', ...args])).stdout

t.test('the stack of production', needsDocker(), async t => {
  const stack = await production(t)
  const { code, output } = await stack.up()
  t.equal(code, 0, output.slice(-500))

  const untilNoneIsWell = async () => {
    const ask = ['exec', '-T', 'proxy', 'wget', '-q', '-O', '-', 'http://127.0.0.1:8081/']
    while ((await stack.run(ask)).code === 0) await new Promise(r => setTimeout(r, 100))
  }

  await t.test('passes the smoke test', async t => {
    const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'smoke', '--', stack.http])
    t.match(stdout, /smoke: passed/)
  })

  await t.test('publishes the proxy alone', async t => {
    const { output } = await docker([
      'ps',
      '-q',
      '-f',
      `label=com.docker.compose.project=${stack.project}`,
    ])
    const inspected: Container[] = JSON.parse(
      (await docker(['inspect', ...output.trim().split('\n')])).output,
    )
    const open = inspected.filter(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Ports).some(Boolean),
    )
    t.strictSame(
      open.map(({ Name }) => Name),
      [`/${stack.project}-proxy-1`],
    )
  })

  await t.test('answers while one of its two containers is killed and comes back', async t => {
    const requests = load(stack.http + ratesPath({}))
    await requests.next(50)
    await docker(['kill', `${stack.project}-api-blue-1`])
    await requests.next(200)
    await docker(['start', `${stack.project}-api-blue-1`])
    await requests.next(200)
    await requests.stop()
    t.strictSame(Object.keys(countByStatus(requests.take())), ['200'])
  })

  await t.test('moves all traffic at once, under load and back', async t => {
    t.equal((await stack.up(['--no-deps', 'api-green'])).code, 0)
    const requests = load(stack.http + ratesPath({}), { clients: 8 })
    for (const green of [true, false, true, false]) {
      await requests.next(100)
      await stack.goGreen(green)
    }
    await requests.next(100)
    await requests.stop()
    t.strictSame(Object.keys(countByStatus(requests.take())), ['200'])
    await stack.run(['rm', '--stop', '--force', 'api-green'])
  })

  await t.test('still asks a container where no check finds one well', async t => {
    await stack.run(['stop', 'db'])
    await untilNoneIsWell()
    const hello = await fetch(stack.http)
    t.equal(hello.status, 200)
    t.match(await hello.text(), 'Hello world!')
    const rates = await fetch(stack.http + ratesPath({}))
    t.match([rates.status, await rates.json()], [503, { code: 'database_away' }])
    await stack.run(['up', '--detach', '--wait', 'db', 'api-blue'])
  })

  await t.test('says so as a problem when no container is left, and recovers', async t => {
    await stack.run(['stop', '--timeout', '0', 'api-blue'])
    const isAway = async () => {
      const away = await fetch(stack.http)
      t.match(away.status, /502|503/)
      t.equal(away.headers.get('content-type'), 'application/problem+json')
      t.equal(away.headers.get('retry-after'), '1')
      t.equal(away.headers.get('server'), null)
      const { status } = away
      t.match(await away.json(), { status, code: `proxy-${status}`, request_id: /^\w+$/ })
    }
    await isAway()
    await untilNoneIsWell()
    await isAway()

    await stack.run(['start', 'api-blue'])
    while ((await fetch(stack.http)).status !== 200) await new Promise(r => setTimeout(r, 100))
  })

  await t.test('keeps tokens out of its log', async t => {
    await fetch(`${stack.http}/batches`, { headers: { Authorization: 'Bearer canary-in-header' } })
    const lines = await stack.log('proxy')
    t.match(lines, /"uri":"\/batches"/)
    t.notMatch(lines, /canary-in-header/)
  })
})

t.test('with a domain', needsDocker(), async t => {
  // Caddy signs this name by itself; a public one it has signed by Let's Encrypt.
  const stack = await production(t, { DOMAIN: 'localhost', BATCH_MAX_BYTES: '1000000' })
  t.equal((await stack.up()).code, 0)
  const url = `https://localhost:${stack.httpsPort}`

  const answer = await curl(['--insecure', '--include', '--http2', url])
  t.match(answer, /^HTTP\/2 200/)
  t.match(answer, /strict-transport-security: max-age=31536000/)
  t.match(await curl(['--include', '--header', 'Host: localhost', stack.http]), /^HTTP\/1.1 308/)

  const large = join(t.testdir({ 'batch.csv': Buffer.alloc(2_000_000, 'x') }), 'batch.csv')
  const sending = curl([
    '--insecure',
    '--include',
    ...['--header', 'Content-Type: text/csv', '--header', 'Expect:'],
    ...['--data-binary', `@${large}`],
    `${url}/batches`,
  ])
  // Known: over HTTP/2 an early refusal may lose its body (curl 18), also of a batch that is not too large.
  t.match(await sending.catch(({ stdout }) => stdout), /^HTTP\/2 4(01|13)/)
})
