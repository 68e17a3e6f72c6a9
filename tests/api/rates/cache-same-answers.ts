// An answer from the cache can't be told from one out of the database, to the header and the byte.
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { serverConfig } from '#api/config.ts'
import { startServer } from '#api/server.ts'
import { api, apiEnvironment, ratesPath } from '#tests/fixtures/api.ts'
import { rawRequest } from '#tests/fixtures/raw-request.ts'
import { untilCached } from '#tests/fixtures/readers.ts'

const paths = [
  ratesPath({}),
  ratesPath({ date_to: '2021-01-02' }),
  ratesPath({ date_from: '2019-01-01' }),
  ratesPath({ orig_code: 'XXXXX' }),
  ratesPath({ date_from: '2021-02-01' }),
  `${ratesPath({})}&date_from=nonsense`,
  ratesPath({ date_from: 'nonsense' }),
  ratesPath({ dest_code: '' }),
  '/rates?',
]

const encodings = [
  undefined,
  'gzip',
  'br',
  'gzip, deflate, br',
  'identity',
  '*',
  'br;q=0, gzip',
  ';',
]
const conditions = [undefined, '*', 'W/"1-1"', '"x", *', 'W/"x']

const variants = encodings.flatMap(encoding =>
  conditions.map(condition => ({
    ...(encoding && { 'Accept-Encoding': encoding }),
    ...(condition && { 'If-None-Match': condition }),
  })),
)

t.test('with the cache and without', async t => {
  const kept = await api(t)
  const env = apiEnvironment(kept.connections.api, { CACHE_MAX_BYTES: '0' })
  const asked = await startServer(serverConfig(env))
  t.teardown(asked.close)
  await untilCached(kept.url + ratesPath({}), kept.connections.owner)

  let compared = 0
  for (const path of paths) {
    for (const headers of variants) {
      for (const method of ['GET', 'HEAD']) {
        const plain = await exchange(asked.url + path, headers, method)
        const first = await exchange(kept.url + path, headers, method)
        const again = await exchange(kept.url + path, headers, method)
        if (!isDeepStrictEqual([first, again], [plain, plain])) {
          t.strictSame(
            [first, again],
            [plain, plain],
            `${method} ${path} ${JSON.stringify(headers)}`,
          )
        }
        compared++
      }
    }
  }
  t.equal(compared, paths.length * variants.length * 2)
})

const exchange = async (url: string, headers: Record<string, string>, method: string) => {
  // The body of a problem names it, and so its ETag depends on it.
  const sent = { ...headers, 'X-Request-Id': 'one-for-all' }
  const answer = await rawRequest(url, sent, method)
  const { date, ...rest } = answer.headers
  return { status: answer.status, headers: rest, body: answer.body.toString('latin1') }
}
