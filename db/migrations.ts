// The migration files of this release, in order, each with the checksum that it must keep for ever.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

export const migrationsFolder = join(import.meta.dirname, 'migrations')

export type Migration = {
  name: string
  sql: string
  sha256: string
  /** Why code of before can't live with it: its first line says `-- one-way: REASON`. */
  oneWay: string | undefined
}

export const readMigrations = async (folder = migrationsFolder): Promise<Migration[]> => {
  const files = (await readdir(folder)).filter(file => file.endsWith('.sql')).sort()
  return Promise.all(files.map(file => readMigration(join(folder, file))))
}

export const readMigration = async (path: string): Promise<Migration> => {
  const sql = await readFile(path, 'utf8')
  return {
    name: basename(path, '.sql'),
    sql,
    sha256: createHash('sha256').update(sql).digest('hex'),
    oneWay: /^-- one-way: *(.+)$/m.exec(sql.split('\n', 1)[0] ?? '')?.[1],
  }
}
