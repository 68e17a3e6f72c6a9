// How soon the database ends the session of a worker that vanished, and with it the locks that it
// holds: its machine stopped, or its network was cut.

// Until a worker's next statement a transaction is idle, for milliseconds. By the time that its job is
// sent again (10 s, pg-boss's least heartbeat) the rows are free.
const idleInTransactionMs = 10_000

// A connection on which nothing is under way is asked for life; one whose answer is not acknowledged is
// not, and the system would repeat that answer for a quarter of an hour. Both end after 25 s.
const keepalive = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3'
const unacknowledged = '-c tcp_user_timeout=25000'

/** Settings of every connection of a worker. */
export const endsWithoutWorker = {
  idle_in_transaction_session_timeout: idleInTransactionMs,
  options: `${keepalive} ${unacknowledged}`,
}
