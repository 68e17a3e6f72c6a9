// Every variable of every process, once. `npm run config` and the README's table print this file.
import { str } from 'envalid'
import { backupVariables } from '#db/backup/config.ts'
import { type Environment, integer, readEnvironment, secret } from '#db/environment.ts'

const longestMs = 3_600_000
const lastPort = 65_535

const database = {
  PGHOST: str({ desc: 'host of the database', example: 'db' }),
  PGPORT: integer(0, lastPort, { desc: 'port of the database', default: 5432, example: '5432' }),
  PGDATABASE: str({ desc: 'name of the database', default: 'rates', example: 'rates' }),
  PGUSER: str({ desc: 'login of this process', example: 'rates_api' }),
  PGPASSWORD: secret({
    desc: 'password of PGUSER',
    example: 'PGPASSWORD_FILE=/run/secrets/rates_api',
  }),
  CONNECT_TIMEOUT_MS: integer(0, longestMs, {
    desc: 'longest wait for a connection to the database',
    default: 2_000,
    example: '2000',
  }),
}

const build = {
  REVISION: str({
    desc: 'commit that this build was made from, for metrics; the image brings it',
    default: 'unknown',
    example: '1a2b3c4',
  }),
}

const server = {
  HOST: str({ desc: 'address to listen on', default: '127.0.0.1', example: '0.0.0.0' }),
  PORT: integer(0, lastPort, { desc: 'port to listen on', default: 3000, example: '3000' }),
  LOG_LEVEL: str({
    desc: 'least severe log line that is written',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
    default: 'info',
    example: 'warn',
  }),
  MAX_CONNECTIONS: integer(1, 100_000, {
    desc: 'most clients connected at once; further ones are turned away',
    default: 500,
    example: '1000',
  }),
  MAX_RANGE_DAYS: integer(1, 3_652_059, {
    desc: 'most days that one GET /rates may ask for',
    default: 3660,
    example: '366',
  }),
  POOL_SIZE: integer(1, 1000, {
    desc: 'most connections to the database from one process',
    default: 10,
    example: '20',
  }),
  POOL_WAIT_MS: integer(1, longestMs, {
    desc: 'longest wait for a free connection; a longer one answers 503',
    default: 5_000,
    example: '5000',
  }),
  STATEMENT_TIMEOUT_MS: integer(1, longestMs, {
    desc: 'longest run of one query; a longer one answers 503',
    default: 5_000,
    example: '5000',
  }),
  CACHE_MAX_BYTES: integer(0, 1_000_000_000_000, {
    desc: 'most bytes of rendered answers kept in memory; 0 keeps none',
    default: 67_108_864,
    example: '268435456',
  }),
  METRICS_HOST: str({
    desc: 'address to serve /metrics on; as HOST unless set',
    default: '',
    example: '10.0.0.5',
  }),
  METRICS_PORT: integer(0, lastPort, { desc: 'port of /metrics', default: 9464, example: '9464' }),
  ...build,
  DRAIN_DELAY_MS: integer(0, longestMs, {
    desc: 'time between "not ready" and closing the port, for proxies to notice',
    default: 1_000,
    example: '5000',
  }),
  DRAIN_TIMEOUT_MS: integer(0, longestMs, {
    desc: 'longest wait at shutdown for requests in flight',
    default: 30_000,
    example: '30000',
  }),
}

const worker = {
  HOST: server.HOST,
  PORT: integer(0, lastPort, { desc: 'port of the health check', default: 3010, example: '3010' }),
  METRICS_HOST: server.METRICS_HOST,
  METRICS_PORT: integer(0, lastPort, {
    desc: 'port of /metrics; 9464 in the image, as for the API',
    default: 9465,
    example: '9465',
  }),
  ...build,
  LOG_LEVEL: server.LOG_LEVEL,
  STAGING_RETENTION_DAYS: integer(1, 3650, {
    desc: 'how long the rows of a batch stay in staging; as long it can be withdrawn',
    default: 30,
    example: '90',
  }),
  DRAIN_TIMEOUT_MS: integer(0, longestMs, {
    desc: 'longest wait at shutdown for the batch in hand; then it is given back',
    default: 30_000,
    example: '20000',
  }),
}

const batches = {
  BATCH_UPLOADS: integer(1, 100, {
    desc: 'most batches that one process takes in at once; of one token one less, but at least 1',
    default: 4,
    example: '8',
  }),
  BATCH_MAX_BYTES: integer(1, 1_000_000_000_000, {
    desc: 'most bytes of a batch, after decompression',
    default: 2_147_483_648,
    example: '100000000',
  }),
  BATCH_MAX_ROWS: integer(1, 1_000_000_000, {
    desc: 'most prices in a batch',
    default: 20_000_000,
    example: '1000000',
  }),
  BATCH_TIMEOUT_MS: integer(1, longestMs, {
    desc: 'longest time in which a batch has to arrive',
    default: 600_000,
    example: '120000',
  }),
  BATCH_MIN_BYTES_PER_SECOND: integer(0, 1_000_000_000, {
    desc: 'slowest client that may go on sending a batch; waiting for the database is not counted',
    default: 1024,
    example: '10000',
  }),
  BATCH_RATE_WINDOW_MS: integer(100, longestMs, {
    desc: 'time over which BATCH_MIN_BYTES_PER_SECOND is averaged',
    default: 30_000,
    example: '10000',
  }),
}

const local = {
  RATES_DUMP: str({
    desc: 'dump for the first start: plain SQL, gzip or pg_dump custom format',
    default: './db/rates.sql',
    example: '../dumps/rates.sql.gz',
  }),
  LOCAL_DATA: str({
    desc: 'folder of the embedded database',
    default: './.rates',
    example: '/var/tmp/rates',
  }),
  PORT: server.PORT,
}

// Read by the Compose files, which hold these defaults too; compose.prod.yaml has none for passwords.
const compose = {
  RATES_DUMP: local.RATES_DUMP,
  REVISION: str({
    desc: 'commit that the image is built from, for metrics',
    default: 'unknown',
    example: '1a2b3c4',
  }),
  PORT: integer(0, lastPort, {
    desc: "the API's port on 127.0.0.1",
    default: 3000,
    example: '3001',
  }),
  DB_PORT: integer(0, lastPort, {
    desc: "the database's port on 127.0.0.1, in development only",
    default: 5432,
    example: '5433',
  }),
  POSTGRES_PASSWORD: str({
    desc: 'password of the superuser',
    default: 'local-only-superuser',
    example: 'openssl rand -hex 32',
  }),
  RATES_OWNER_PASSWORD: str({
    desc: 'password of rates_owner, who owns the data and migrates',
    default: 'local-only-owner',
    example: 'openssl rand -hex 32',
  }),
  RATES_API_PASSWORD: str({
    desc: 'password of rates_api, who answers and takes in batches',
    default: 'local-only-api',
    example: 'openssl rand -hex 32',
  }),
  RATES_WORKER_PASSWORD: str({
    desc: 'password of rates_worker, who promotes batches',
    default: 'local-only-worker',
    example: 'openssl rand -hex 32',
  }),
}

/** The tables in the order in which a reader meets them; a title each. */
export const variables = {
  'docker compose up': compose,
  'npm start (without Docker)': local,
  'API process': { ...server, ...batches, ...database },
  'worker process': { ...worker, ...database },
  'migrate and tokens processes': database,
  'backup-store process': backupVariables,
}

/** @throws BadConfiguration */
export const serverConfig = (env: Environment) =>
  readEnvironment({ ...server, ...batches, ...database }, env)
export const workerConfig = (env: Environment) => readEnvironment({ ...worker, ...database }, env)
/** For processes that connect as the owner of the data. */
export const ownerConfig = (env: Environment) => readEnvironment(database, env)
export const localConfig = (env: Environment) => readEnvironment(local, env)

/** How `pg` connects with these variables, whichever process reads them. */
export const loginOf = (config: ReturnType<typeof ownerConfig>) => ({
  host: config.PGHOST,
  port: config.PGPORT,
  database: config.PGDATABASE,
  user: config.PGUSER,
  password: config.PGPASSWORD.reveal(),
  connectionTimeoutMillis: config.CONNECT_TIMEOUT_MS,
  // Tells within 20 s that the other machine is gone; the system's default is two hours.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
})

export type ServerConfig = ReturnType<typeof serverConfig>
export type WorkerConfig = ReturnType<typeof workerConfig>
