// A batch as clients see it, made by the database, so that it is the same from every query.
import { sql } from 'slonik'
import { readersBehind } from '../data-version/behind.ts'

export const states = [
  'accepted',
  'promoting',
  'promoted',
  'rejected',
  'failed',
  'withdrawn',
] as const
export type BatchState = (typeof states)[number]

/** What the programs here look at; the rest is for clients. */
export type Batch = {
  id: number
  state: BatchState
  content_sha256: string
  purged_at: string | null
  error_count: number
  errors: unknown[]
}

const milliseconds = (from: string, to: string) =>
  sql.fragment`
    round(extract(epoch from ${sql.identifier(['b', to])} - ${sql.identifier(['b', from])}) * 1000)`

/**
 * An expression over `public.batches b`, without values: `representation.sql` is for queries past
 * slonik. Times in milliseconds are those of the last attempt.
 */
export const representation = sql.fragment`
  json_build_object(
    'id', b.id,
    'state', case when b.state in ('promoted', 'withdrawn')
                       and ${readersBehind(sql.fragment`b.data_version`)}
                  then case b.state when 'promoted' then 'promoting' else 'promoted' end
                  else b.state end,
    'client', b.client,
    'idempotency_key', b.idempotency_key,
    'format', b.format,
    'rows', b.rows,
    'size_bytes', b.size_bytes,
    'content_sha256', b.content_sha256,
    'received_at', b.received_at,
    'decided_at', b.decided_at,
    'promoted_at', b.promoted_at,
    'withdrawal_requested_at', b.withdrawal_requested_at,
    'withdrawn_at', b.withdrawn_at,
    'withdrawn_by', b.withdrawn_by,
    'purged_at', b.purged_at,
    'timings_ms', json_build_object(
      'receiving', ${milliseconds('received_at', 'decided_at')},
      'waiting',   ${milliseconds('decided_at', 'promoting_at')},
      'promoting', ${milliseconds('promoting_at', 'promoted_at')}
    ),
    'reason', b.reason,
    'error_count', b.error_count,
    'errors', b.errors
  )`
