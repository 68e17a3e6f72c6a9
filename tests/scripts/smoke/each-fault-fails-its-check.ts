import t from 'tap'
import { checks } from '#api/smoke/checks.mjs'
import { requester } from '#api/smoke/request.mjs'
import { runChecks } from '#api/smoke/run.mjs'
import { type Fault, type Rate, serve } from '#tests/fixtures/broken-servers.ts'

const rows = (change: (rates: Rate[]) => unknown[]): Fault => ({ rates: change })

const eachRow = (change: (rate: Rate) => unknown) => rows(rates => rates.map(change))

const onPath = (path: string, status: number, body: unknown): Fault => ({
  content: (reply, { url }) => {
    if (url.pathname === path) Object.assign(reply, { status, body: JSON.stringify(body) })
  },
})

const onStatus = (status: number, changed: object): Fault => ({
  content: reply => {
    if (reply.status === status) Object.assign(reply, changed)
  },
})

const withoutHeader = (name: string): Fault => ({ sent: ({ headers }) => delete headers[name] })

const deaf = (name: string): Fault => ({ asked: ({ headers }) => delete headers[name] })

const html = { headers: { 'content-type': 'text/html' }, body: '<p>Sorry</p>' }

const bothRates = ['documented rates', 'unknown port']

const faults: Record<string, { fault: Fault; fails: string[] }> = {
  'another greeting': { fault: onPath('/', 200, { message: 'Hi' }), fails: ['root'] },
  'a failing process': { fault: onPath('/healthz', 500, {}), fails: ['health'] },
  'a host that is not ready': { fault: onPath('/readyz', 503, {}), fails: ['readiness'] },

  'an empty database': {
    fault: eachRow(({ day }) => ({ count: null, day, price: null })),
    fails: ['documented rates'],
  },
  'oldest first': { fault: rows(rates => rates.reverse()), fails: bothRates },
  'a missing day': { fault: rows(rates => rates.slice(1)), fails: [...bothRates, 'compression'] },
  'the wrong days': { fault: eachRow(rate => ({ ...rate, day: '2021-01-07' })), fails: bothRates },
  'a key too many': {
    fault: eachRow(rate => ({ ...rate, id: 1 })),
    fails: [...bothRates, 'compression'],
  },
  'a price under 3 prices': {
    fault: eachRow(rate => ({ ...rate, price: rate.count && 900 })),
    fails: ['documented rates'],
  },
  'a price without prices': {
    fault: eachRow(rate => ({ ...rate, price: rate.price ?? (rate.count ? null : 900) })),
    fails: bothRates,
  },
  'no price for 3 prices': {
    fault: rows(rates => rates.map((rate, at) => (at === 7 ? { ...rate, price: null } : rate))),
    fails: ['documented rates'],
  },
  'prices as text': {
    fault: eachRow(rate => ({ ...rate, price: rate.price && `${rate.price}` })),
    fails: ['documented rates'],
  },
  'a count of 0': {
    fault: eachRow(rate => ({ ...rate, count: rate.count ?? 0 })),
    fails: bothRates,
  },
  'rates for every port': {
    fault: { asked: ({ url }) => replace(url, 'XXXXX', 'CNGGZ') },
    fails: ['unknown port'],
  },

  'dates that are not checked': {
    fault: { asked: ({ url }) => replace(url, '2021-02-29', '2021-03-01') },
    fails: ['bad date'],
  },
  'codes that are not asked for': {
    fault: { asked: ({ url }) => replace(url, /1$/, '1&orig_code=CNGGZ&dest_code=EETLL') },
    fails: ['missing codes'],
  },
  'refusals as web pages': { fault: onStatus(400, html), fails: ['bad date', 'missing codes'] },
  'a page for unknown paths': { fault: onStatus(404, html), fails: ['unknown path'] },
  'an answer for unknown paths': { fault: onStatus(404, { status: 200 }), fails: ['unknown path'] },
  'POST taken': { fault: onStatus(405, { status: 200 }), fails: ['method not allowed'] },
  'no Allow': { fault: withoutHeader('allow'), fails: ['method not allowed'] },

  'a request id of its own': { fault: deaf('x-request-id'), fails: ['request id'] },
  'no Cache-Control': { fault: withoutHeader('cache-control'), fails: ['caching'] },
  'no ETag': { fault: withoutHeader('etag'), fails: ['caching', 'head'] },
  'never a 304': { fault: deaf('if-none-match'), fails: ['caching'] },
  'another ETag for HEAD': {
    fault: {
      sent: ({ headers }, { method }) => {
        if (method === 'HEAD') headers.etag = '"other"'
      },
    },
    fails: ['head'],
  },
  'no compression': { fault: deaf('accept-encoding'), fails: ['compression'] },
  'a body that is not what its headers say': {
    fault: {
      sent: reply => {
        if (reply.headers['content-encoding']) reply.body = 'plain'
      },
    },
    fails: checks.map(({ name }) => name).filter(name => name !== 'caching' && name !== 'head'),
  },
  'compression that caches mix up': { fault: withoutHeader('vary'), fails: ['compression'] },
  'X-Powered-By': {
    fault: { sent: ({ headers }) => Object.assign(headers, { 'x-powered-by': 'Express' }) },
    fails: ['no software named'],
  },
}

const replace = (url: URL, text: string | RegExp, by: string) => {
  url.search = url.search.replace(text, by)
}

const failedChecks = async (base: string) => {
  const results = await runChecks(checks, { request: requester({ base, timeoutMs: 5000 }) })
  return results.filter(({ error }) => error).map(({ name }) => name)
}

for (const [title, { fault, fails }] of Object.entries(faults)) {
  t.test(`${title}: ${fails.join(', ')}`, async t => {
    t.strictSame(await failedChecks(await serve(t, fault)), fails)
  })
}

t.test('every check has a fault that fails it alone', async t => {
  const alone = Object.values(faults).flatMap(({ fails }) => (fails.length === 1 ? fails : []))
  t.strictSame(
    checks.filter(({ name }) => !alone.includes(name)),
    [],
  )
})
