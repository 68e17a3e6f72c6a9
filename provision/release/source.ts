// What is released: a commit of this repository, never the files that happen to lie around it.

import { Refusal } from '#provision/errors.ts'
import { type Bundle, readBundle } from './bundle.ts'
import { type ComposeNeeds, composeNeeds } from './compose-files.ts'
import { LocalFailure, localText } from './local.ts'

export type Source = {
  root: string
  commit: string
  /** How many files differ from the commit; they are not released. */
  uncommitted: number
  appImage: string
  bundle: Bundle
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
    needs: composeNeeds(bundle.composeTexts),
  }
}

const notARepository = (root: string) => (error: unknown) => {
  if (!(error instanceof LocalFailure)) throw error
  throw new Refusal(
    `${root} is no git repository with a commit: what is released is always a commit. Clone the repository, or commit first.`,
    { cause: error },
  )
}
