// Loads a dump into an empty database: whole and verified, or not at all.
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { DumpNotWhole, StatementRefused } from './dump-errors.ts'
import { fingerprint, requireFile, sizedChunks } from './dump-file.ts'
import { sqlText } from './dump-format.ts'
import { dumpParts, type Part } from './dump-parts.ts'
import { type Marker, readMarker } from './marker.ts'

type Options = {
  connection: pg.ClientConfig
  file: string
  onProgress?: (readBytes: number, totalBytes: number) => void
  warn?: (sentence: string) => void
}
type Load = Marker & { outcome: 'loaded' | 'kept'; seconds: number }

const prepareFile = new URL('prepare.sql', import.meta.url)
const verifyFile = new URL('verify.sql', import.meta.url)

// Any number will do as long as it never changes: of two loaders at once, one waits here.
const lockKey = 7_203_614_458

/**
 * Connects as the owner. A database that holds a dump keeps it, with a warning if `file` is
 * another one by now.
 *
 * @throws DumpError of dump-errors.ts, for everything that can be wrong with `file`
 */
export const loadDump = async ({ connection, file, onProgress, warn }: Options): Promise<Load> => {
  const startedMs = performance.now()
  const client = await connect(connection)
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    const kept = await readMarker(client)
    if (kept) await compare(kept, file, warn)
    else await load(client, file, onProgress)
    const marker = kept ?? (await readMarker(client))
    if (!marker) throw new Error('verify.sql left no marker in ops.dump')
    await client.query('commit')
    return { ...marker, outcome: kept ? 'kept' : 'loaded', seconds: secondsSince(startedMs) }
  } catch (error) {
    // The first error is the one to tell; without a connection there is nothing to undo.
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

const connect = async (connection: pg.ClientConfig) => {
  const client = new pg.Client({ application_name: 'rates-load-dump', ...connection })
  // A lost connection also fails the query under way, which tells it.
  client.on('error', () => {})
  await client.connect()
  return client
}

const compare = async (kept: Marker, file: string, warn: Options['warn']) => {
  const given = await fingerprint(file).catch(() => undefined)
  if (given?.sha256 === kept.sha256) return
  const what = given ? 'is not the dump that this database was loaded from' : "can't be read"
  warn?.(`${file} ${what}; the data loaded before is kept.`)
}

const load = async (client: pg.Client, file: string, onProgress: Options['onProgress']) => {
  await requireFile(file)
  const { sha256, sizeBytes } = await fingerprint(file)
  await client.query(
    `select set_config('rates.dump_sha256', $1, true), set_config('rates.dump_bytes', $2, true)`,
    [sha256, String(sizeBytes)],
  )
  await client.query(await readFile(prepareFile, 'utf8'))
  const chunks = sizedChunks(file, read => onProgress?.(read, sizeBytes))
  for await (const part of dumpParts(sqlText(chunks, file), file)) {
    await (part.rows ? copy(client, part, part.rows, file) : execute(client, part, file))
  }
  await verify(client, file)
}

const execute = async (client: pg.Client, part: Part, file: string) => {
  try {
    await client.query(part.sql)
  } catch (error) {
    throw refusal(error, part, file)
  }
}

const copy = async (client: pg.Client, part: Part, rows: AsyncIterable<Buffer>, file: string) => {
  try {
    await pipeline(rows, client.query(copyFrom(part.sql)))
  } catch (error) {
    throw refusal(error, part, file)
  }
}

const verify = async (client: pg.Client, file: string) => {
  try {
    await client.query(await readFile(verifyFile, 'utf8'))
  } catch (error) {
    throw isAboutTheDump(error) ? new DumpNotWhole(file, error) : error
  }
}

const refusal = (error: unknown, part: Part, file: string) => {
  if (!isAboutTheDump(error)) return error
  const reason = error.detail ? `${error.message} (${error.detail})` : error.message
  return new StatementRefused(file, lineOf(error, part), reason, nextMove(part.sql), {
    cause: error,
  })
}

// A disk that is full or a server that stops is not the dump's fault.
const isAboutTheDump = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && !/^(08|53|57|58|XX)/.test(error.code ?? '')

// COPY tells the row, other statements the character; the rest is as far as the first line.
const lineOf = ({ where, position }: pg.DatabaseError, part: Part): number => {
  const row = where?.match(/^COPY .*?, line (\d+)/)?.[1]
  if (row) return part.rowsAfter + Number(row)
  return part.line + part.sql.slice(0, Number(position ?? 0)).split('\n').length - 1
}

const ownTables = '-t public.ports -t public.regions -t public.prices'

const nextMove = (sql: string) => {
  if (/^(grant|revoke)\b|\bowner to\b/i.test(sql))
    return 'Make the dump with pg_dump --no-owner --no-privileges.'
  // A dump of a running service's whole database, or of whole schemas.
  if (/^create schema\b/i.test(sql)) return `Make the dump with pg_dump ${ownTables}.`
  return 'Mend that line or make the dump again.'
}

const secondsSince = (startedMs: number) => (performance.now() - startedMs) / 1000
