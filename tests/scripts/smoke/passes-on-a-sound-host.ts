import t from 'tap'
import { serve } from '#tests/fixtures/broken-servers.ts'
import { smoke } from '#tests/fixtures/smoke.ts'

t.test('a sound host passes every check, a line each', async t => {
  const { out, err, code } = await smoke([await serve(t)])

  const lines = out.trimEnd().split('\n')
  const checks = lines.slice(0, -1)
  t.equal(checks.length, 14)
  t.ok(checks.every(line => /^✓ .+ \d+ ms$/.test(line)))
  t.match(lines.at(-1), /^smoke: passed \(14 checks, \d+ ms\)$/)
  t.equal(err, '')
  t.equal(code, 0)
})

t.test('a path before the routes is kept', async t => {
  const url = await serve(t, {
    asked: ({ url }) => {
      url.pathname = url.pathname.replace(/^\/prices/, '')
    },
  })
  t.equal((await smoke([`${url}/prices/`])).code, 0)
})
