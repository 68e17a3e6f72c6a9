// The migrate process: brings the database to this release, then exits.
import { setTimeout as delay } from 'node:timers/promises'
import { loginOf, ownerConfig } from './config.ts'
import { isDatabaseAway, isLoginRefused } from './database-errors.ts'
import { prepareDatabase } from './prepare.ts'
import { fail } from './process.ts'

// After `docker compose restart` the database and this process start at the same time.
const patienceMs = 60_000
const retryMs = 1_000

const run = async () => {
  const connection = loginOf(ownerConfig(process.env))
  const log = (line: string) => console.log(`migrate: ${line}`)

  for (const startedMs = performance.now(); ; await delay(retryMs)) {
    try {
      return await prepareDatabase({ connection, log })
    } catch (error) {
      const isLate = performance.now() - startedMs > patienceMs
      if (isLate || isLoginRefused(error) || !isDatabaseAway(error)) throw error
      log(`the database does not answer yet (${(error as Error).message})`)
    }
  }
}

await run().catch(fail)
