// The migrate process: brings the database to this release, then exits.
import { ownerConfig, ownerConnection } from './config.ts'
import { prepareDatabase } from './prepare.ts'
import { fail } from './process.ts'

const run = async () =>
  prepareDatabase({
    connection: ownerConnection(ownerConfig(process.env)),
    log: line => console.log(`migrate: ${line}`),
  })

await run().catch(fail)
