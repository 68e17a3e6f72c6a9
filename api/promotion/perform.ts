// Does one job and settles it; meanwhile tells the queue that its worker lives.
import type { Logger } from 'pino'
import type { QueueName } from '../batches/queue.ts'
import { bury } from './bury.ts'
import type { WorkDatabase } from './database.ts'
import type { Job, Jobs } from './jobs.ts'
import type { Outcome } from './outcome.ts'
import { promote } from './promote.ts'
import { withdraw } from './withdraw.ts'

export type Dependencies = {
  jobs: Pick<Jobs, 'touch' | 'complete' | 'fail' | 'giveBack'>
  database: WorkDatabase
  log: Pick<Logger, 'info' | 'warn'>
}

// Twice and a bit within the queue's heartbeat of ten seconds.
const touchMs = 4_000

/** Once `end` is aborted the batch in hand is undone and its job given back. */
export const perform = async (
  job: Job,
  { jobs, database, log }: Dependencies,
  end: AbortSignal,
) => {
  const about = { queue: job.name, batch: job.data.batchId, attempt: job.retryCount + 1 }
  const startedMs = performance.now()
  const took = () => ({ ms: Math.round(performance.now() - startedMs) })
  // A missed one is made up for by the next; a job that lapsed is done by whoever comes first.
  const touching = setInterval(() => void jobs.touch(job).catch(() => {}), touchMs)

  try {
    const outcome = await acts[job.name](database, job, end)
    await jobs.complete(job, outcome)
    log.info({ ...about, ...outcome, ...took() }, `batch ${outcome.outcome}`)
  } catch (error) {
    log.warn({ ...about, ...took(), err: error }, end.aborted ? 'batch given back' : 'batch failed')
    await (end.aborted ? jobs.giveBack(job) : jobs.fail(job, error as Error))
  } finally {
    clearInterval(touching)
  }
}

type Act = (database: WorkDatabase, job: Job, end: AbortSignal) => Promise<Outcome>

const promotion: Act = (database, { data }, end) => promote(database, data.batchId, end)

const acts: Record<QueueName, Act> = {
  promotion,
  'promotion-large': promotion,
  withdrawal: (database, { data }, end) => withdraw(database, data.batchId, end),
  'promotion-dead': (database, { data, sourceOutput }) =>
    bury(database, data.batchId, sourceOutput),
}
