// Keeps this process's lease: a connection of its own that hears of new data versions and beats
// every second. Whatever goes wrong with it, the lease is lost first and a new connection made next.
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { beat, leave, sweep } from './beat.ts'
import { createLease, type DataVersion } from './lease.ts'

const everyMs = 1_000
const retryMs = 500

// Less than the lease, so that a silent connection is given up before it has run out.
const answerMs = 2_000

// Small writes may come by the hundred: one beat acknowledges all of a moment.
const gatherMs = 10

type Log = Pick<Logger, 'info' | 'warn'>

export type Reader = { dataVersion: DataVersion; close: () => Promise<void> }

/** For a process without a cache: it has no lease, and nobody waits for it. */
export const noReader: Reader = {
  dataVersion: { current: () => undefined, learn: () => {} },
  close: async () => {},
}

/** Starts at once and goes on until `close`; a database that is away is tried again. */
export const createReader = (connection: pg.ClientConfig, log: Log): Reader => {
  // A new one for each connection: a beat that the old one left behind can't speak for this one.
  let id = randomUUID()
  const stop = new AbortController()
  let due = new AbortController()
  let isLost = false
  const lease = createLease(
    () => performance.now(),
    () => due.abort(),
  )

  const untilDue = async () => {
    await delay(everyMs, undefined, { signal: AbortSignal.any([due.signal, stop.signal]) }).catch(
      () => delay(gatherMs),
    )
    due = new AbortController()
  }

  const beatUntilStopped = async (client: pg.Client) => {
    await leave(client, id)
    id = randomUUID()
    while (!stop.signal.aborted) {
      const { sentMs, sent } = lease.beat()
      lease.beaten({ sentMs, sent }, await beat(client, { id, seen: sent }))
      isLost = false
      await untilDue()
    }
    lease.lose()
    await leave(client, id)
  }

  const live = async () => {
    while (!stop.signal.aborted) {
      try {
        await withConnection(connection, lease, beatUntilStopped)
      } catch (error) {
        if (!isLost) log.warn({ err: error }, 'no word of new data: answering without the cache')
        isLost = true
      }
      await delay(retryMs, undefined, { signal: stop.signal }).catch(() => {})
    }
  }
  const ended = live()

  const close = async () => {
    stop.abort()
    await ended
  }
  return { dataVersion: lease, close }
}

const withConnection = async (
  connection: pg.ClientConfig,
  { hear, lose }: Pick<ReturnType<typeof createLease>, 'hear' | 'lose'>,
  work: (client: pg.Client) => Promise<void>,
) => {
  const client = new pg.Client({
    ...connection,
    application_name: 'rates-api-reader',
    // This login only reads, but for its own row.
    options: '-c default_transaction_read_only=off',
    query_timeout: answerMs,
    statement_timeout: answerMs,
  })
  client.on('error', lose)
  client.on('end', lose)
  client.on('notification', ({ payload }) => hear(Number(payload)))
  try {
    await client.connect()
    await client.query('listen data_version')
    await sweep(client)
    await work(client)
  } finally {
    lose()
    // The end of a silent connection would be waited for without end.
    await Promise.race([client.end(), delay(answerMs)])
  }
}
