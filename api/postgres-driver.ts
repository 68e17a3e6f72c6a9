// Slonik's connection to PostgreSQL, through `pg`. Slonik's own driver asks the database for its
// types before the first query, so a process could not start while the database is away, and it
// has no deadline for a server that took a query and went silent.
import { createDriverFactory } from '@slonik/driver'
import pg from 'pg'

/** Settings of every connection; times in milliseconds. */
export type ConnectionSettings = pg.ClientConfig

export const createDriver = (settings: ConnectionSettings) =>
  createDriverFactory(async () => ({
    createPoolClient: async ({ clientEventEmitter }) => {
      const client = new pg.Client(settings)
      client.on('error', error => clientEventEmitter.emit('error', error))

      return {
        connect: async () => {
          await client.connect()
        },
        end: () => client.end(),
        query: async (text, values, options) => {
          const result = await client.query({
            text,
            values: values as unknown[],
            ...(options?.name && { name: options.name }),
          })
          return {
            command: result.command as 'SELECT',
            fields: result.fields.map(({ dataTypeID, name }) => ({ dataTypeId: dataTypeID, name })),
            rowCount: result.rowCount,
            rows: result.rows,
          }
        },
        stream: () => {
          throw new Error('No query of this service is streamed through slonik.')
        },
      }
    },
  }))
