// The cache of answers as metrics.
import { Counter, Gauge, type Registry } from 'prom-client'

type Cache = { counts: { hits: number; misses: number; stale: number }; bytes: () => number }

export const measureCache = (registry: Registry, { counts, bytes }: Cache) => {
  new Counter({
    name: 'rates_cache_lookups_total',
    help: 'Looks into the cache of answers; stale: there, but of data that has changed since.',
    labelNames: ['result'],
    registers: [registry],
    collect() {
      this.reset()
      this.inc({ result: 'hit' }, counts.hits)
      this.inc({ result: 'miss' }, counts.misses)
      this.inc({ result: 'stale' }, counts.stale)
    },
  })
  new Gauge({
    name: 'rates_cache_bytes',
    help: 'Bytes that the cached answers take.',
    registers: [registry],
    collect() {
      this.set(bytes())
    },
  })
}
