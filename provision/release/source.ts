// What is released: a commit of this repository, never the files that happen to lie around it.

import { Refusal } from '#provision/errors.ts'
import { LocalFailure, localText } from '#provision/local.ts'
import { type Bundle, readBundle } from './bundle.ts'
import { type ComposeNeeds, composeNeeds } from './compose-files.ts'
import type { Migration } from './record.ts'

export type Source = {
  root: string
  commit: string
  /** How many files differ from the commit; they are not released. */
  uncommitted: number
  appImage: string
  bundle: Bundle
  migrations: Migration[]
  needs: ComposeNeeds
}

export const readSource = async (root: string): Promise<Source> => {
  const git = (...args: string[]) => localText(['git', ...args], { cwd: root })
  const commit = await git('rev-parse', 'HEAD').catch(notARepository(root))
  const changed = await git('status', '--porcelain')
  const bundle = await readBundle(root, commit)
  return {
    root,
    commit,
    uncommitted: changed === '' ? 0 : changed.split('\n').length,
    appImage: `rates-app:${commit.slice(0, 12)}`,
    bundle,
    migrations: await readMigrations(git, commit),
    needs: composeNeeds(bundle.composeTexts),
  }
}

const migrationsFolder = 'db/migrations'

/** One that running code can't live with says so on its first line: `-- one-way: reason`. */
const readMigrations = async (git: (...args: string[]) => Promise<string>, commit: string) => {
  const listed = await git('ls-tree', '--name-only', commit, '--', `${migrationsFolder}/`)
  const migrations: Migration[] = []
  for (const path of listed.split('\n').filter(line => line.endsWith('.sql'))) {
    const [first = ''] = (await git('show', `${commit}:${path}`)).split('\n')
    const oneWay = /^-- one-way: *(.+)$/.exec(first)?.[1]
    migrations.push({
      name: path.slice(migrationsFolder.length + 1),
      ...(oneWay ? { oneWay } : {}),
    })
  }
  return migrations
}

const notARepository = (root: string) => (error: unknown) => {
  if (!(error instanceof LocalFailure)) throw error
  throw new Refusal(
    `${root} is no git repository with a commit: what is released is always a commit. Clone the repository, or commit first.`,
    { cause: error },
  )
}
