// What an API process tells in its metrics.
import type { ServerConfig } from '../config.ts'
import type { Database } from '../postgres.ts'
import type { Rates } from '../rates/route.ts'
import { openMetrics } from './metrics.ts'
import { measureBatches } from './metrics-batches.ts'
import { measureCache } from './metrics-cache.ts'
import { measureRequests } from './metrics-http.ts'
import { measurePools, type PoolState } from './metrics-pools.ts'

type Watched = {
  database: Pick<Database, 'any'>
  rates: Pick<Rates, 'cache' | 'waiting'>
  pools: { queries: () => PoolState; uploads: () => PoolState }
}

/** Serves them at once; `watch` adds what is made later. */
export const openApiMetrics = async (config: ServerConfig) => {
  const { registry, url, close } = await openMetrics(config)

  const watch = ({ database, rates, pools }: Watched) => {
    const queries = () => {
      const state = pools.queries()
      // Questions about rates gather before they ask for a connection, see together.ts.
      return { ...state, waiting: state.waiting + rates.waiting() }
    }
    measurePools(registry, { queries, uploads: pools.uploads })
    measureCache(registry, rates.cache)
    measureBatches(registry, database)
  }
  return { measured: measureRequests(registry), watch, url, close }
}
