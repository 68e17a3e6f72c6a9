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

// A runner whose network is cut must not hold its locks until the kernel gives up, hours later. And whoever
// comes after a lock that is waited for waits as well: better to let them by, and try again.
const session = [
  '-c idle_in_transaction_session_timeout=60s',
  '-c lock_timeout=1s',
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
 * @throws MigrationRefused where an applied migration was edited since, or is not in the folder: unless it
 *   came after all of these and is not one-way
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
    const told = { client, log }
    await patiently(told, () => prepareChecksums(client))
    const ahead = await refuseChanges(client, await readMigrations(folder))
    if (ahead.length > 0) {
      // Of a later release, which may still run beside this one: its grants stay, too.
      log(`the database is ahead by ${ahead.join(', ')}, which this release can live with`)
      return { applied: [] }
    }
    const applied = await patiently(told, () => applyMissing(client, folder))
    await patiently(told, async () => client.query(await readFile(grantsFile, 'utf8')))
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

const lockNotAvailable = '55P03'
const retryMs = 5_000

/** What somebody else has locked, an upload or a backup, is tried again. Each try is all or nothing. */
const patiently = async <T>(
  { client, log }: Pick<Options, 'log'> & { client: pg.Client },
  work: () => Promise<T>,
): Promise<T> => {
  for (const deadlineMs = performance.now() + lockWaitMs; ; ) {
    try {
      return await work()
    } catch (error) {
      if ((error as pg.DatabaseError).code !== lockNotAvailable) throw error
      if (performance.now() > deadlineMs)
        throw new MigrationRefused(
          'Others have used a table for 10 minutes without a gap of a second: long uploads, or a backup. Nothing of this migration is done. Run it again when it is quieter.',
          { cause: error },
        )
      // The transaction of a migration that failed is its runner's to end; it ends with the session.
      await client.query('rollback')
      log('waiting for those who use a table: an upload, or a backup')
      await delay(retryMs)
    }
  }
}

const requireDump = async (client: pg.Client) => {
  const { rows } = await client.query("select to_regclass('ops.dump') is not null as loaded")
  if (!rows[0].loaded) throw new NoDump()
}

const prepareChecksums = async (client: pg.Client) => {
  await client.query(`
    create table if not exists ops.migration_checksums (
      name   text primary key,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
    );
    comment on table ops.migration_checksums is
      'the migrations that ran here, each with the checksum of its file';
  `)
  // Looked for first: even one that changes nothing would wait for all readers.
  const { rowCount } = await client.query(`
    select from pg_attribute
     where attrelid = 'ops.migration_checksums'::regclass and attname = 'one_way'
  `)
  if (rowCount === 0) await client.query('alter table ops.migration_checksums add one_way text')
}

const refuseChanges = async (client: pg.Client, migrations: Migration[]) => {
  const { rows } = await client.query(
    'select name, sha256, one_way from ops.migration_checksums order by 1',
  )
  const newest = migrations.at(-1)?.name ?? ''
  const ahead: string[] = []
  for (const { name, sha256, one_way: oneWay } of rows) {
    const file = migrations.find(migration => migration.name === name)
    if (!file) {
      if (name < newest || oneWay) throw new MigrationRefused(notHere(name, oneWay))
      ahead.push(name)
      continue
    }
    if (file.sha256 !== sha256) {
      throw new MigrationRefused(
        `Migration ${name} was edited after it ran in this database. ` +
          'Restore the file and put the change into a new migration.',
      )
    }
  }
  return ahead
}

const notHere = (name: string, oneWay: string | null) =>
  `Migration ${name} ran in this database but is not in this release${oneWay ? `, which can't live with it: ${oneWay}` : ''}. ` +
  'Run a release that has it: going back over it is not possible.'

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
      const { name, sql, sha256, oneWay } = await readMigration(path)
      const up = (pgm: MigrationBuilder) => {
        pgm.sql(sql)
        const reason = oneWay ? pg.escapeLiteral(oneWay) : 'null'
        pgm.sql(`insert into ops.migration_checksums values ('${name}', '${sha256}', ${reason})`)
      }
      return { id: path, filePaths: [path], actions: { up, down: false as const } }
    }),
  )
