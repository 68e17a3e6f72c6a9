// The service's database in a cluster: made if missing, with its roles and their passwords.
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import type { Cluster } from './cluster.ts'
import { connection } from './connection.ts'

export const rolesFile = new URL('../access/roles.sql', import.meta.url)

/** Safe to run again: what is there stays. */
export const createDatabase = async (cluster: Cluster, name: string): Promise<void> => {
  await asSuperuser(cluster, 'postgres', async client => {
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  })
  await asSuperuser(cluster, name, client => createRoles(client, cluster))
}

const createRoles = async (client: pg.Client, { passwords }: Cluster) => {
  await client.query(await readFile(rolesFile, 'utf8'))
  // A server logs a statement that fails; these must not end up there with their passwords.
  await client.query("set log_min_error_statement = 'panic'")
  for (const role of ['rates_owner', 'rates_api', 'rates_worker'] as const) {
    const password = client.escapeLiteral(passwords[role])
    await client.query(`alter role ${role} password ${password}`)
  }
}

export const asSuperuser = async <T>(
  cluster: Cluster,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> =>
  // The data's owner may set a search path for its database; the superuser does not follow it.
  as({ ...connection(cluster, 'postgres', database), options: '-c search_path=pg_catalog' }, work)

export const as = async <T>(
  connection: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client(connection)
  // A lost connection also fails the query under way, which tells it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
