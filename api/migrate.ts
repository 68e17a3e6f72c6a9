// The migrate process: brings the database to this release's newest migration, then exits.
import { migrate } from '#db/migrate.ts'
import { migrateConfig } from './config.ts'
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
  await migrate({ connection, log: line => console.log(`migrate: ${line}`) })
}

await run().catch(fail)
