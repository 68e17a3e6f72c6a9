// Brings a database to this release's newest migration: forward only, one runner at a time,
// each file in a transaction of its own together with its checksum.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type MigrationBuilder, runner } from 'node-pg-migrate'
import pg from 'pg'
import { type Migration, migrationsFolder, readMigration, readMigrations } from './migrations.ts'
import { Refusal } from './refusal.ts'

// Any number will do as long as it never changes: the key of this service's advisory lock.
const lockKey = 7_203_614_455

const lockWaitMs = 600_000
const lockRetryMs = 200

// A runner whose network is cut must not hold its locks until the kernel gives up, hours later.
const session = [
  '-c idle_in_transaction_session_timeout=60s',
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3',
].join(' ')

const grantsFile = join(import.meta.dirname, 'access/grants.sql')

export class NoDump extends Refusal {
  name = 'NoDump'
  message =
    'The database holds no verified dump. See the log of the first start of the database, ' +
    'mend RATES_DUMP, and start again.'
}

export class MigrationRefused extends Refusal {
  name = 'MigrationRefused'
}

type Options = {
  connection: pg.ClientConfig
  folder?: string
  log: (line: string) => void
}

/**
 * Applies what is missing, then the grants. Safe to repeat and to run from two places at once: the
 * second waits for the first. Connects as the owner.
 *
 * @throws NoDump where the dump has not been loaded whole
 * @throws MigrationRefused where an applied migration is not in the folder, or was edited since
 */
export const migrate = async ({ connection, folder = migrationsFolder, log }: Options) => {
  const client = new pg.Client({
    application_name: 'rates-migrate',
    keepAlive: true,
    options: session,
    ...connection,
  })
  // A lost connection also fails the statement under way, which tells it.
  client.on('error', () => {})
  await client.connect()
  try {
    await lock(client, log)
    await requireDump(client)
    await prepareChecksums(client)
    await refuseChanges(client, await readMigrations(folder))
    const applied = await applyMissing(client, folder)
    await client.query(await readFile(grantsFile, 'utf8'))
    log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply')
    return { applied }
  } finally {
    // Ending the session frees the lock, whatever happened before.
    await client.end()
  }
}

const lock = async (client: pg.Client, log: Options['log']) => {
  const deadlineMs = performance.now() + lockWaitMs
  for (let tries = 0; performance.now() < deadlineMs; tries++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as locked', [lockKey])
    if (rows[0].locked) return
    if (tries === 0) log('waiting for another migrate')
    await delay(lockRetryMs)
  }
  throw new MigrationRefused(
    'Another session has held the lock of migrations for 10 minutes. Find it with: ' +
      "select * from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory'",
  )
}

const requireDump = async (client: pg.Client) => {
  const { rows } = await client.query("select to_regclass('ops.dump') is not null as loaded")
  if (!rows[0].loaded) throw new NoDump()
}

const prepareChecksums = (client: pg.Client) =>
  client.query(`
    create table if not exists ops.migration_checksums (
      name   text primary key,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
    );
    comment on table ops.migration_checksums is
      'the migrations that ran here, each with the checksum of its file';
  `)

const refuseChanges = async (client: pg.Client, migrations: Migration[]) => {
  const { rows } = await client.query('select name, sha256 from ops.migration_checksums order by 1')

  for (const { name, sha256 } of rows) {
    const file = migrations.find(migration => migration.name === name)
    if (!file) {
      throw new MigrationRefused(
        `Migration ${name} ran in this database but is not in this release. ` +
          'Run a release that has it: going back over a migration is not possible.',
      )
    }
    if (file.sha256 !== sha256) {
      throw new MigrationRefused(
        `Migration ${name} was edited after it ran in this database. ` +
          'Restore the file and put the change into a new migration.',
      )
    }
  }
}

const applyMissing = async (client: pg.Client, folder: string) => {
  const applied = await runner({
    dbClient: client,
    dir: folder,
    ignorePattern: '(?!.*\\.sql$).*',
    direction: 'up',
    migrationsSchema: 'ops',
    migrationsTable: 'migrations',
    noLock: true,
    singleTransaction: false,
    migrationLoaderStrategies: [{ extensions: ['.sql'], loader: loadWithChecksum }],
    logger: { info: () => {}, warn: console.warn, error: console.error },
  })
  return applied.map(({ name }) => name)
}

const loadWithChecksum = (paths: string[]) =>
  Promise.all(
    paths.map(async path => {
      const { name, sql, sha256 } = await readMigration(path)
      const up = (pgm: MigrationBuilder) => {
        pgm.sql(sql)
        pgm.sql(`insert into ops.migration_checksums values ('${name}', '${sha256}')`)
      }
      return { id: path, filePaths: [path], actions: { up, down: false as const } }
    }),
  )
