// Starts the service without Docker, `npm start`: database, dump, migrations, API. See --help.

import { localConfig } from '#api/config.ts'
import { prepareDatabase } from '#api/prepare.ts'
import { startCluster, stopCluster, watchCluster } from '#db/embedded/cluster.ts'
import { connection } from '#db/embedded/connection.ts'
import { createDatabase } from '#db/embedded/database.ts'
import { findHome } from '#db/embedded/home.ts'
import { checkPort } from '#db/embedded/port.ts'
import { lockRun } from '#db/embedded/run-lock.ts'
import { loadDump } from '#db/init/load-dump.ts'
import { Refusal } from '#db/refusal.ts'
import { live } from './cli/life.mjs'
import { readOptions } from './cli/options.mjs'
import { api, apiConfig, worker } from './cli/processes.mjs'
import { createSteps } from './cli/steps.mjs'

readOptions(import.meta.url, {
  help: `npm start

Runs the service without Docker: an embedded PostgreSQL 13, the dump, the migrations, a worker,
the API. The first start loads the dump; later ones take seconds. Ctrl-C ends all of it.

  RATES_DUMP   the dump to load: plain SQL, gzip or pg_dump custom format (./db/rates.sql)
  LOCAL_DATA   folder of the database, its log and its passwords (./.rates)
  PORT         port of the API (3000)

npm run config explains these and the API's other variables.`,
  options: {},
})

const { note, share, step } = createSteps()

/** @type {Parameters<typeof live>[0]} */
const start = async ({ closeLater, killLater, end }) => {
  // Read before anything is started, so that bad variables are told at once.
  const { HOST, PORT } = apiConfig({ host: '-', port: 0, database: '-', user: '-', password: '-' })
  const { RATES_DUMP, LOCAL_DATA } = localConfig(process.env)
  const home = await findHome(LOCAL_DATA, note)
  closeLater(lockRun(home.folder))
  await checkPort(PORT, HOST)

  const cluster = await step('Starting PostgreSQL', () => {
    const starting = startCluster(home)
    closeLater(() => starting.catch(() => {}).then(() => stopCluster(home)))
    return starting
  })
  killLater(() => process.kill(cluster.pid, 'SIGQUIT'))
  closeLater(watchCluster(home, end))

  await step('Making its roles', () => createDatabase(cluster, 'rates'))

  const owner = connection(cluster, 'rates_owner')
  const warn = (/** @type {string} */ sentence) =>
    note(`${sentence} To start over, remove ${home.data}.`)
  await step(
    `Loading ${RATES_DUMP}`,
    () => loadDump({ connection: owner, file: RATES_DUMP, onProgress: share(), warn }),
    ({ outcome, prices }) => `${outcome} ${prices.toLocaleString('en')} prices`,
  )
  await step('Migrating', () => prepareDatabase({ connection: owner, log: note }))

  const working = await step('Starting a worker', () => worker(connection(cluster, 'rates_worker')))
  closeLater(working.close)
  const answering = await step('Starting the API', () => api(connection(cluster, 'rates_api')))
  closeLater(answering.close)
  note(`It answers at ${answering.url}`)
}

const tellError = (/** @type {any} */ error) =>
  console.error(error instanceof Refusal ? error.message : error)

await live(start, { tellStop: () => console.log('==> Stopping'), tellError })
