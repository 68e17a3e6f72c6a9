import t from 'tap'
import { serve } from '#tests/fixtures/broken-servers.ts'
import { smoke } from '#tests/fixtures/smoke.ts'

t.test('a failed check says what was expected, what came and where', async t => {
  const url = await serve(t, {
    content: (reply, { url }) => {
      if (url.pathname !== '/readyz') return
      reply.status = 503
      reply.body = JSON.stringify({ detail: 'The dump was not loaded.\u001b[2J' })
    },
  })
  const { out, code } = await smoke([url])

  t.match(out, /✗ readiness +\d+ ms\n {4}expected status 200\n/)
  t.match(out, '    got      status 503 with "The dump was not loaded.\\u001b[2J"\n')
  t.match(out, `    at       GET ${url}/readyz\n`)
  t.match(out, /\nsmoke: failed \(1 of 14 checks\)\n$/)
  t.equal(code, 1)
})
