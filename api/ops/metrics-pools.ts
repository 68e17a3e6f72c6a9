// The connections to the database as metrics.
import { Gauge, type Registry } from 'prom-client'

/** `waiting`: those who have no connection yet. */
export type PoolState = { max: number; inUse: number; idle: number; waiting: number }

/** `pools` by what they are for. */
export const measurePools = (registry: Registry, pools: Record<string, () => PoolState>) => {
  const each = (observe: (pool: string, state: PoolState) => void) => {
    for (const [pool, state] of Object.entries(pools)) observe(pool, state())
  }

  new Gauge({
    name: 'rates_db_pool_connections',
    help: 'Open connections to the database.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      each((pool, { inUse, idle }) => {
        this.set({ pool, state: 'in_use' }, inUse)
        this.set({ pool, state: 'idle' }, idle)
      })
    },
  })
  new Gauge({
    name: 'rates_db_pool_max_connections',
    help: 'The most that there may be.',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      each((pool, { max }) => this.set({ pool }, max))
    },
  })
  new Gauge({
    name: 'rates_db_pool_waiting',
    help: 'Requests that wait for a connection.',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      each((pool, { waiting }) => this.set({ pool }, waiting))
    },
  })
}
