// Puts a restored database in the place of the one in use; that one stays, under another name.
import { Stopped } from '#provision/aws/wait.ts'
import { Refusal } from '#provision/errors.ts'
import { RolledBack } from '#provision/history/history.ts'
import type { Step } from '#provision/history/steps.ts'
import type { Say } from '#provision/say.ts'
import type { Stack } from './stack.ts'
import { inBackup, inStore } from './words.ts'

/** Of the service whose database it is. */
export type Service = {
  /** Nobody is answered from then on, and nothing is promoted. */
  stop: () => Promise<unknown>
  /** Migrates, starts, waits until it is well. */
  start: () => Promise<unknown>
  /** @throws where it does not answer as it should */
  smoke: () => Promise<unknown>
}

/** Beside the one in use; refused where a database of that name is there. */
export const restoreBeside = async (stack: Stack, name: string, database: string) => {
  await stack(inStore('fetch', name))
  await stack(inBackup('restore', name, database))
}

type Replace = {
  stack: Stack
  service: Service
  /** Restored, and to be used from now on. */
  database: string
  /** What the one in use is called from now on. */
  keep: string
  say: Say
  step: Step
}

/**
 * The service does not answer meanwhile: what it has in memory is of the other database.
 * @throws {RolledBack} when it is not well with the restored one, or when somebody stops it: it has its own again
 */
export const replaceDatabase = async (run: Replace) => {
  const { stack, service, database, keep, step } = run
  try {
    await step('stop', service.stop)
    await step('swap', () => stack(inBackup('swap', database, keep)))
    await step('start', service.start)
    await step('smoke', service.smoke)
  } catch (error) {
    throw await asBefore(run, error as Error)
  }
}

const asBefore = async (run: Replace, error: Error) => {
  const { stack, service, database, keep, say } = run
  const why = error instanceof Stopped ? 'Stopped.' : `Not well with ${database}: ${error.message}`
  say(`${why}\nThe service gets its own database again; that takes up to a minute.`)
  try {
    // Also where it was stopping: what is still about to end does not count as started.
    await service.stop()
    if (await isThere(stack, keep)) await stack(inBackup('swap', keep, database))
    await service.start()
  } catch (failure) {
    throw new Refusal(
      `${why}\nGoing back failed, too: ${(failure as Error).message}\nThe service may be stopped. Where there is a database ${keep}, it is the one that was in use, and rates is the restored one: see psql -c "\\l". Put that right, then start: deploy or provision of an environment, docker compose up here.`,
      { cause: error },
    )
  }
  return new RolledBack(`${why}\nThe service has its own database again.`, { cause: error })
}

// Whether the swap took place is for the database to say: whoever asked for it may not have heard.
const isThere = async (stack: Stack, database: string) => {
  const query = `select 'there' from pg_database where datname = '${database}'`
  const psql = ['exec', '-T', 'db', 'psql', '-XAtq', '-U', 'postgres', '-c', query]
  return (await stack(psql, { quiet: true })).includes('there')
}
