// A worker's side of the job queue: takes one job at a time, the small before the large, and settles it.
import { type Db, type JobWithMetadata, PgBoss } from 'pg-boss'
import { type BatchJob, promotionDead, type QueueName, queueClient } from '../batches/queue.ts'
import { loginOf, type WorkerConfig } from '../config.ts'
import { endsWithoutWorker } from './ends-without-worker.ts'
import type { Outage } from './outage.ts'
import { giveBackQuery, notifyChannelQuery } from './queue-queries.ts'

type ListenHandle = Awaited<ReturnType<NonNullable<Db['listen']>>>

export type Job = JobWithMetadata<BatchJob> & { name: QueueName }
export type Jobs = Awaited<ReturnType<typeof openJobs>>

// The dead first: they are few, take one statement, and would wait for ever behind the others.
const smallFirst: QueueName[] = [promotionDead, 'withdrawal', 'promotion', 'promotion-large']
const largeFirst: QueueName[] = [promotionDead, 'promotion-large', 'withdrawal', 'promotion']

// After so many others a large batch has its turn, so that an endless row of small ones can't starve it.
const turnsBeforeLarge = 50

// A dead worker's job is sent again within its heartbeat (10 s, pg-boss's least) and one of these.
const supervisionSeconds = 2

// Each statement takes milliseconds: a database that says nothing for so long has gone silent.
// pg-boss hands it on to pg, but its types don't know it.
const answersSoon = { query_timeout: 10_000 }

/** Connects. Whoever calls closes what it returns. */
export const openJobs = async (config: WorkerConfig, outage: Outage) => {
  const boss = new PgBoss({
    ...queueClient,
    supervise: true,
    superviseIntervalSeconds: supervisionSeconds,
    monitorIntervalSeconds: supervisionSeconds,
    // pg-boss remembers for so long that a large batch is in hand, also when it no longer is.
    queueCacheIntervalSeconds: 1,
    // Needs the owner of the tables.
    reindex: false,
    application_name: 'rates-worker-queue',
    ...loginOf(config),
    ...answersSoon,
    ...endsWithoutWorker,
    max: 2,
  })
  boss.on('error', outage.trouble)
  let listening: ListenHandle | undefined
  const close = async () => {
    await listening?.close()
    await boss.stop({ graceful: false })
  }
  await boss.start().catch(async error => {
    await close()
    throw error
  })

  let turns = 0
  const take = async (): Promise<Job | undefined> => {
    turns += 1
    const order = turns % turnsBeforeLarge === 0 ? largeFirst : smallFirst
    for (const name of order) {
      const [job] = await boss.fetch<BatchJob>(name, { includeMetadata: true })
      if (job) return { ...job, name }
    }
    return undefined
  }

  return {
    take,
    close,
    /** Calls back when a job may have come. */
    listen: async (onJob: () => void) => {
      const { rows } = await boss.getDb().executeSql(notifyChannelQuery)
      listening = await boss.getDb().listen?.(rows[0].channel, onJob, onJob)
    },
    touch: (job: Job) => boss.touch(job.name, job),
    complete: (job: Job, output: object) => boss.complete(job.name, job, output),
    fail: (job: Job, { message }: Error) => boss.fail(job.name, job, { message }),
    /** Back to where it waited, without the loss of an attempt. */
    giveBack: ({ name, id, retryCount }: Job) =>
      boss.getDb().executeSql(giveBackQuery, [name, id, retryCount]),
  }
}
