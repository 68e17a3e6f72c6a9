// Routes to ask for, and the paths that ask.
import { as } from '#db/embedded/database.ts'

/** @typedef {{ orig_code: string, dest_code: string }} Route */

export const from = '2021-01-01'
export const to = '2021-01-31'

/**
 * @param {import('#db/embedded/connection.ts').Connection} connection
 * @param {number} count
 * @returns {Promise<Route[]>}
 */
export const someRoutes = (connection, count) =>
  as(connection, async client => {
    const text = 'select orig_code, dest_code from routes order by random() limit $1'
    return (await client.query(text, [count])).rows
  })

/** @param {Route} route */
export const pathOf = route =>
  `/rates?${new URLSearchParams({ date_from: from, date_to: to, ...route })}`
