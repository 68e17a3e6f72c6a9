// A worker's batches as metrics: what became of them, and how long each stage took.
import { Counter, Histogram, type Registry } from 'prom-client'

export type Promotion = ReturnType<typeof measurePromotion>

/** In seconds: from the first byte to accepted, from then to the worker, from then to visible. */
export type Stages = { receive: number; wait: number; promote: number }

export const measurePromotion = (registry: Registry) => {
  const settled = new Counter({
    name: 'rates_batches_settled_total',
    help: 'Jobs that this worker did, by what became of the batch.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'rates_batch_attempts_failed_total',
    help: 'Attempts that failed; each is made again but for the last of a batch.',
    registers: [registry],
  })
  const rows = new Counter({
    name: 'rates_promoted_rows_total',
    help: 'Prices that this worker promoted.',
    registers: [registry],
  })
  const stages = new Histogram({
    name: 'rates_batch_stage_duration_seconds',
    help: 'How long a promoted batch took to be received, waited for a worker, and to be promoted.',
    labelNames: ['stage'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    registers: [registry],
  })

  return {
    settled: (outcome: string) => settled.inc({ outcome }),
    failed: () => failures.inc(),
    promoted: (count: number) => rows.inc(count),
    took: (seconds: Stages) => {
      for (const [stage, took] of Object.entries(seconds)) stages.observe({ stage }, took)
    },
  }
}
