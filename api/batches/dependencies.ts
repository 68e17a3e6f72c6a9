// What the routes of batches need.
import type { ServerConfig } from '../config.ts'
import type { Database } from '../postgres.ts'
import { createJobSender, type JobSender } from './job-sender.ts'
import type { Pace } from './pace.ts'
import { createPlaces, type Places } from './places.ts'
import type { ReadOptions } from './read/read-batch.ts'
import { createUploads, type Uploads } from './uploads.ts'

/** What takes batches in: made once a process, closed with it. */
export type Intake = {
  uploads: Uploads
  places: Places
  jobs: JobSender
  limits: ReadOptions['limits']
  pace: Pace
}

export type BatchesDependencies = Intake & {
  database: Pick<Database, 'any'>
  isDraining: () => boolean
}

export const createIntake = (config: ServerConfig) => {
  const uploads = createUploads(config)
  const places = createPlaces(config.BATCH_UPLOADS)
  const jobs = createJobSender(uploads)
  const intake: Intake = {
    uploads,
    places,
    jobs,
    limits: { maxBytes: config.BATCH_MAX_BYTES, maxRows: config.BATCH_MAX_ROWS },
    pace: {
      timeoutMs: config.BATCH_TIMEOUT_MS,
      minBytesPerSecond: config.BATCH_MIN_BYTES_PER_SECOND,
      windowMs: config.BATCH_RATE_WINDOW_MS,
    },
  }
  const state = () => {
    const { waiting, ...pool } = uploads.state()
    return { ...pool, waiting: waiting + places.waiting() }
  }
  const close = async () => {
    await jobs.close()
    await uploads.close()
  }
  return { intake, state, close }
}
