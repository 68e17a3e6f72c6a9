// The cache stays within its bytes, however many different requests come; 0 bytes keep nothing.
import t from 'tap'
import { createCache } from '#api/rates/cache.ts'

const answer = (length: number, version = 1) => ({
  version,
  body: Buffer.alloc(length),
  headers: [],
})

t.test('bounded by bytes, the longest unused go first', async t => {
  const cache = createCache(1_000_000)
  cache.keep('identity', 'first', answer(10_000))
  for (let n = 0; n < 10_000; n++) {
    cache.keep('identity', `/rates?n=${n}`, answer(n % 5_000))
    cache.find('identity', 'first', 1)
    if (cache.bytes() > 1_000_000) t.fail(`${cache.bytes()} bytes`)
  }
  t.ok(cache.bytes() > 900_000, 'it is used')
  t.ok(cache.find('identity', 'first', 1), 'what is asked for stays')
  t.notOk(cache.find('identity', '/rates?n=1', 1))
})

t.test('an answer that is larger than all of it is not kept', async t => {
  const cache = createCache(10_000)
  cache.keep('identity', 'small', answer(10))
  cache.keep('identity', 'large', answer(10_000))
  t.notOk(cache.find('identity', 'large', 1))
  t.ok(cache.find('identity', 'small', 1))
})

t.test('an answer of another version is not given, and counted', async t => {
  const cache = createCache(10_000)
  cache.keep('identity', 'url', answer(10, 1))
  t.notOk(cache.find('identity', 'url', 2))
  t.notOk(cache.find('gzip', 'url', 1), 'nor one in another encoding')
  t.ok(cache.find('identity', 'url', 1))
  t.strictSame(cache.counts, { hits: 1, misses: 1, stale: 1 })
})

t.test('0 bytes', async t => {
  const cache = createCache(0)
  cache.keep('identity', 'url', answer(10))
  t.notOk(cache.find('identity', 'url', 1))
})
