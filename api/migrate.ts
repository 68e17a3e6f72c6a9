// The migrate process: brings the database to this release, then exits.
import { migrateConfig } from './config.ts'
import { prepareDatabase } from './prepare.ts'
import { fail } from './process.ts'

const run = async () => {
  const config = migrateConfig(process.env)
  const connection = {
    host: config.PGHOST,
    port: config.PGPORT,
    database: config.PGDATABASE,
    user: config.PGUSER,
    password: config.PGPASSWORD.reveal(),
    connectionTimeoutMillis: config.CONNECT_TIMEOUT_MS,
  }
  await prepareDatabase({ connection, log: line => console.log(`migrate: ${line}`) })
}

await run().catch(fail)
