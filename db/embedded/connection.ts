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
