// Goes back to a release that ran before: npx zx scripts/rollback.mjs --env NAME [RELEASE]. See --help.

import { goBack } from '#provision/deploy.ts'
import { withCloud } from './cli/cloud.mjs'
import { readOptions } from './cli/options.mjs'
import { deployHelp, deployOf, deployOptions } from './provision/deploy-options.mjs'

const { values, positionals } = readOptions(import.meta.url, {
  help: `npx zx scripts/rollback.mjs --env NAME [RELEASE] [options]

Lets a release that ran before run again, with its image, its compose files and the parameters that it
had: the one before the current, or the one whose id begins or ends with RELEASE (a commit will do).
Looked at and moved to as a deploy is. Refused where a migration since can't be lived with.

${deployHelp}`,
  options: deployOptions,
  positionals: true,
  wrongUsage: 64,
})

await withCloud('rollback', [values], cloud => goBack(deployOf(cloud, values), positionals[0]))
