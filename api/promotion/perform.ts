// Does one job and settles it; meanwhile tells the queue that its worker lives.
import type { Logger } from 'pino'
import { isBatchJob, type QueueName } from '../batches/queue.ts'
import type { Promotion } from '../ops/metrics-promotion.ts'
import { bury } from './bury.ts'
import type { WorkDatabase } from './database.ts'
import type { Job, Jobs } from './jobs.ts'
import { markAccepted } from './mark-accepted.ts'
import { markRefused } from './mark-refused.ts'
import type { Outcome } from './outcome.ts'
import { promote } from './promote.ts'
import { stagesOf } from './stages.ts'
import { withdraw } from './withdraw.ts'

export type Dependencies = {
  jobs: Pick<Jobs, 'touch' | 'complete' | 'fail' | 'giveBack'>
  database: WorkDatabase
  log: Pick<Logger, 'info' | 'warn'>
  metrics: Promotion
}

// Twice and a bit within the queue's heartbeat of ten seconds.
const touchMs = 4_000

/** Once `end` is aborted the batch in hand is undone and its job given back. */
export const perform = async (
  job: Job,
  { jobs, database, log, metrics }: Dependencies,
  end: AbortSignal,
) => {
  if (!isBatchJob(job.data)) return refuse(job, jobs, log)

  const about = { queue: job.name, batch: job.data.batchId, attempt: job.retryCount + 1 }
  const startedMs = performance.now()
  const took = () => ({ ms: Math.round(performance.now() - startedMs) })
  // A missed one is made up for by the next; a job that lapsed is done by whoever comes first.
  const touching = setInterval(() => void jobs.touch(job).catch(() => {}), touchMs)

  try {
    const outcome = await acts[job.name](database, job, end)
    await jobs.complete(job, outcome)
    void tell(metrics, database, job, outcome)
    log[levelOf(outcome)]({ ...about, ...outcome, ...took() }, `batch ${outcome.outcome}`)
  } catch (error) {
    if (!end.aborted) metrics.failed()
    const what = end.aborted ? 'given back' : 'attempt failed'
    log.warn({ ...about, ...took(), err: error }, what)
    await (end.aborted ? giveBack(job, jobs, database) : fail(job, jobs, database, error as Error))
  } finally {
    clearInterval(touching)
  }
}

// Somebody has to look at these.
const levelOf = ({ outcome }: Outcome) =>
  outcome === 'failed' || outcome === 'refused' ? 'warn' : 'info'

const refuse = async (job: Job, jobs: Pick<Jobs, 'fail'>, log: Pick<Logger, 'warn'>) => {
  log.warn({ queue: job.name, job: job.id }, 'a job that names no batch')
  await jobs.fail(job, new Error('It names no batch.'))
}

const giveBack = async (job: Job, jobs: Pick<Jobs, 'giveBack'>, database: WorkDatabase) => {
  await markAccepted(database, job.data.batchId)
  await jobs.giveBack(job)
}

/** A promotion's last failure is told by whoever takes it from the queue of the dead. */
const fail = async (job: Job, jobs: Pick<Jobs, 'fail'>, database: WorkDatabase, error: Error) => {
  if (job.name === 'withdrawal' && job.retryCount >= job.retryLimit)
    await markRefused(database, {
      batchId: job.data.batchId,
      reason: `The last attempt to withdraw it failed: ${error.message}`,
    })
  await jobs.fail(job, error)
}

/** Numbers must not make a batch fail that is promoted. */
const tell = async (metrics: Promotion, database: WorkDatabase, { data }: Job, done: Outcome) => {
  metrics.settled(done.outcome)
  if (done.outcome !== 'promoted') return
  metrics.promoted(done.rows ?? 0)
  const stages = await stagesOf(database, data.batchId).catch(() => undefined)
  if (stages) metrics.took(stages)
}

type Act = (database: WorkDatabase, job: Job, end: AbortSignal) => Promise<Outcome>

const promotion: Act = (database, { data }, end) => promote(database, data.batchId, end)

const acts: Record<QueueName, Act> = {
  promotion,
  'promotion-large': promotion,
  withdrawal: (database, { data }, end) => withdraw(database, data, end),
  'promotion-dead': (database, { data, sourceOutput }) =>
    bury(database, data.batchId, sourceOutput),
}
