// Releases the commit that is checked out: npx zx scripts/deploy.mjs --env NAME. See --help.

import { deploy, onHost } from '#provision/deploy.ts'
import { whoami } from '#provision/history/whoami.ts'
import { unlock } from '#provision/lock/lock.ts'
import { withCloud } from './cli/cloud.mjs'
import { readOptions } from './cli/options.mjs'
import { deployHelp, deployOf, deployOptions } from './provision/deploy-options.mjs'

const { values } = readOptions(import.meta.url, {
  help: `npx zx scripts/deploy.mjs --env NAME [options]

Ships this commit to the host of an environment, starts it beside the one that runs, looks whether it is
well, moves the traffic at once, waits for what is in flight, ends the old one. Where anything fails, the
old one has gone on answering and has the traffic again. Safe to repeat after an end at any step.

  --keep N           how many releases stay on the host, 2 or more; 5 unless given      (RATES_KEEP)
  --unlock           ends a deploy that hangs, whoever does it; tells who it was
${deployHelp}`,
  options: { ...deployOptions, keep: { type: 'string' }, unlock: { type: 'boolean' } },
  wrongUsage: 64,
})

await withCloud('deploy', [values], async cloud => {
  if (values.unlock) await onHost(cloud, host => unlock(host, { ...whoami(), say: cloud.say }))
  else await deploy(deployOf(cloud, values))
})
