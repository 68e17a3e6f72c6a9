// parameters.mjs delete: asks, then removes one that nothing here stands on.

import { Refusal } from '#provision/errors.ts'
import { requireDeletable } from '#provision/parameters/commands.ts'
import { deleteParameter } from '#provision/parameters/parameters.ts'
import { readSource } from '#provision/release/source.ts'
import { confirm } from '../cli/ask.mjs'
import { root } from '../provision/options.mjs'

/**
 * @param {{ aws: import('#provision/aws/clients.ts').Aws, environment: string, name: string }} call
 * @param {{ yes?: boolean }} values
 */
export const askAndDelete = async ({ aws, environment, name }, { yes }) => {
  const { needs } = await readSource(root)
  await requireDeletable(aws, environment, { name, needs })
  const otherwise = 'Add --yes to delete it without a question.'
  if (!yes && !(await confirm(`Delete ${name} of ${environment}?`, { otherwise })))
    throw new Refusal('Nothing was deleted.')
  await deleteParameter(aws, environment, name)
  return [`${name} is gone. What runs keeps it until the next deploy.`]
}
