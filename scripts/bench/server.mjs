// The database server of the bench: a container on this machine's own network, so that nothing but
// the server stands between it and whoever asks; with pgbench in it.
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { $ } from 'zx'
import { prepareDatabase } from '#api/prepare.ts'
import { connection } from '#db/embedded/connection.ts'
import { as, createDatabase } from '#db/embedded/database.ts'
import { freePort } from '#db/embedded/port.ts'
import { loadDump } from '#db/init/load-dump.ts'

const image = 'postgres:13.5'
const measureSeconds = 5

/** @param {string} folder  that the container sees, too */
export const startServer = async folder => {
  const port = await freePort()
  const password = randomBytes(16).toString('hex')
  const settings = ['-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1']
  const { stdout } = await $`docker run --detach --rm --network host --shm-size 256m \
    --volume ${folder}:${folder} --env POSTGRES_PASSWORD=${password} ${image} ${settings}`
  const container = stdout.trim()

  const logins = ['postgres', 'rates_owner', 'rates_api', 'rates_worker']
  const passwords = /** @type {import('#db/embedded/cluster.ts').Cluster['passwords']} */ (
    Object.fromEntries(logins.map(login => [login, password]))
  )
  const cluster = { host: '127.0.0.1', port, pid: 0, passwords }
  const stop = async () => void (await $`docker rm --force --volumes ${container}`.quiet())
  await untilReady(cluster).catch(async error => {
    await stop()
    throw error
  })

  return {
    stop,
    connectionOf: (
      /** @type {string} */ database,
      /** @type {'rates_api' | 'rates_worker' | 'rates_owner'} */ login = 'rates_api',
    ) => connection(cluster, login, database),

    /** As the superuser, in the container. */
    psql: (/** @type {string} */ database, /** @type {string} */ command) =>
      $`docker exec --env PGPASSWORD=${password} ${container} psql -q -v ON_ERROR_STOP=1 \
        --host 127.0.0.1 --port ${port} --username postgres --dbname ${database} --command ${command}`.quiet(),

    /** Makes a database with a dump in it, as the service has it. */
    load: async (/** @type {string} */ database, /** @type {string} */ file) => {
      await createDatabase(cluster, database)
      const owner = connection(cluster, 'rates_owner', database)
      await loadDump({ connection: owner, file })
      await prepareDatabase({ connection: owner, log: () => {} })
      await as(connection(cluster, 'postgres', database), client => client.query('vacuum analyze'))
    },

    /** Transactions a second of the scripts, picked at random, each statement prepared once a connection. */
    pgbench: async (
      /** @type {string} */ database,
      /** @type {string[]} */ scripts,
      /** @type {number} */ connections,
    ) => {
      const files = scripts.flatMap(script => ['--file', script])
      const { stdout } = await $`docker exec --env PGPASSWORD=${password} ${container} pgbench \
        --no-vacuum --protocol prepared --host 127.0.0.1 --port ${port} --username rates_api \
        --client ${connections} --jobs 2 --time ${measureSeconds} ${files} ${database}`.quiet()
      return Number(/^tps = ([\d.]+) \(excluding/m.exec(stdout)?.[1])
    },
  }
}

// The image's first start runs a server of its own that does not listen.
const untilReady = async (/** @type {import('#db/embedded/cluster.ts').Cluster} */ cluster) => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await as(connection(cluster, 'postgres', 'postgres'), client => client.query('select'))
    } catch (error) {
      if (attempt === 100) throw error
      await delay(300)
    }
  }
}
