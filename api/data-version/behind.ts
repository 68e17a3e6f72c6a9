// The rule of a batch that is reported promoted: no process may still answer from before it.
import { type FragmentSqlToken, sql } from 'slonik'

/** The oldest version that an API process may still answer from; null without such a process. */
export const leastSeen = sql.fragment`
  (select min(seen_version) from ops.readers where lease_until > now())`

/**
 * SQL that is true while an API process may still answer from a version before `version`, an SQL
 * expression such as a column. Use it in the statement that reads the batch: one snapshot for both.
 */
export const readersBehind = (version: FragmentSqlToken) =>
  sql.fragment`coalesce(${version} > ${leastSeen}, false)`
