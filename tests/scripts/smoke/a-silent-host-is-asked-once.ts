import t from 'tap'
import { nobodysUrl, serveSilence } from '#tests/fixtures/broken-servers.ts'
import { smoke } from '#tests/fixtures/smoke.ts'

const notRun = /^✗ .+ – +Not run: the host does not answer\.$/

t.test('where nothing listens, one sentence says so and the rest is not run', async t => {
  const url = await nobodysUrl()
  const { out, err, code } = await smoke([url])

  const lines = out.trimEnd().split('\n')
  const host = new URL(url).host
  t.equal(
    lines[1],
    `    Nothing listens on ${host} (ECONNREFUSED). Is the service up, and is the port right?`,
  )
  t.equal(lines.filter(line => notRun.test(line)).length, 13)
  t.equal(lines.at(-1), 'smoke: failed (14 of 14 checks)')
  t.notMatch(out + err, /node:internal/)
  t.equal(code, 1)
})

t.test('a host that hangs costs one timeout', async t => {
  const url = await serveSilence(t)
  const { out, code } = await smoke([url, '--timeout-ms', '50'])

  t.match(out, `${new URL(url).host} did not answer within 50 ms.`)
  t.equal(out.split('\n').filter(line => notRun.test(line)).length, 13)
  t.equal(code, 1)
})

t.test('a name that does not resolve is named', async t => {
  const { out, code } = await smoke(['http://no-such-host.invalid'])

  t.match(out, /The name no-such-host\.invalid does not resolve \(E[A-Z_]+\)\./)
  t.equal(code, 1)
})
