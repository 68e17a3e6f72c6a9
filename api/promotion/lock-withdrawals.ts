// Who may withdraw at the same time: many beside each other, or one alone, until its transaction ends.
import { type CommonQueryMethods, sql } from 'slonik'

// Any number will do as long as it never changes.
const lockKey = 7_203_614_457

export const beside = (transaction: Pick<CommonQueryMethods, 'query'>) =>
  transaction.query(sql.unsafe`select pg_advisory_xact_lock_shared(${lockKey})`)

/** Waits for all the others; no other begins meanwhile. */
export const alone = (transaction: Pick<CommonQueryMethods, 'query'>) =>
  transaction.query(sql.unsafe`select pg_advisory_xact_lock(${lockKey})`)
