// How a login of a local cluster connects.
import type { Cluster } from './cluster.ts'

export type Connection = {
  host: string
  port: number
  database: string
  user: string
  password: string
}

export const connection = (
  { host, port, passwords }: Cluster,
  user: keyof Cluster['passwords'],
  database = 'rates',
): Connection => ({ host, port, database, user, password: passwords[user] })

/** The same as environment variables; the caller's own, also those that name files, give way. */
export const libpqVariables = (connection: Connection): Record<string, string> => ({
  ...variable('PGHOST', connection.host),
  ...variable('PGPORT', String(connection.port)),
  ...variable('PGDATABASE', connection.database),
  ...variable('PGUSER', connection.user),
  ...variable('PGPASSWORD', connection.password),
})

const variable = (name: string, value: string) => ({ [name]: value, [`${name}_FILE`]: '' })
