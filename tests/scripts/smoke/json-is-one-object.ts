import t from 'tap'
import { nobodysUrl, serve } from '#tests/fixtures/broken-servers.ts'
import { smoke } from '#tests/fixtures/smoke.ts'

t.test('a sound host gives one object with every check', async t => {
  const url = await serve(t)
  const { out, code } = await smoke([url, '--json'])

  const found = JSON.parse(out)
  t.strictSame(Object.keys(found), ['url', 'passed', 'checks'])
  t.match(found, { url, passed: true, checks: [{ name: 'root', ok: true, ms: Number }] })
  t.equal(found.checks.length, 14)
  t.equal(code, 0)
})

t.test('a failure carries its error', async t => {
  const url = await nobodysUrl()
  const { out, code } = await smoke([url, '--json'])

  const { passed, checks } = JSON.parse(out)
  t.equal(passed, false)
  t.match(checks[0], { name: 'root', ok: false, error: /^Nothing listens on / })
  t.match(checks[1], { name: 'health', ok: false, ms: 0, error: /^Not run: / })
  t.equal(code, 1)
})
