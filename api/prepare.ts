// Brings a database that holds a dump to this release: its migrations, its grants, its job queue.
import type pg from 'pg'
import { migrate } from '#db/migrate.ts'
import { installQueue } from './batches/install-queue.ts'

type Options = { connection: pg.ClientConfig; log: (line: string) => void }

/** Safe to repeat, and to run from two places at once. Connects as the owner. */
export const prepareDatabase = async ({ connection, log }: Options) => {
  await migrate({ connection, log })
  await installQueue(connection)
  log('job queue ready')
}
