// What was done to an environment's host, and by whom: npx zx scripts/history.mjs --env NAME. See --help.

import { onHost } from '#provision/deploy.ts'
import { WrongUsage } from '#provision/errors.ts'
import { historyNow } from '#provision/history/history.ts'
import { historyLines, stateOf } from '#provision/history/table.ts'
import { withCloud } from './cli/cloud.mjs'
import { readOptions } from './cli/options.mjs'
import { sshOptions } from './provision/options.mjs'

const { values } = readOptions(import.meta.url, {
  help: `npx zx scripts/history.mjs --env NAME [options]

Every deploy, rollback, restore and provision of the host, the newest first: who, when, the commit, how it ended,
how long it took and which step was the slowest. One that goes on now is shown as running.

  --last N         so many of them; 20 unless given
  --json           one JSON object a line, with every step and error
  --env NAME       the environment (RATES_ENV)
  --region, --key, --ssh-host, --ssh-port    as provision.mjs takes them

The host keeps the last 500. Times are UTC, by its clock. Exit code: 0 done, 1 failed, 64 called wrongly.`,
  options: { ...sshOptions, last: { type: 'string' }, json: { type: 'boolean' } },
  wrongUsage: 64,
})

/** @param {string} text */
const countOf = text => {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new WrongUsage(`--last is a number of runs, such as 20. It is ${JSON.stringify(text)}.`)
}

/** @param {import('#provision/history/lines.ts').Run[]} runs @param {string[]} held */
const print = (runs, held) => {
  if (values.json)
    for (const run of runs.toReversed())
      console.log(JSON.stringify({ ...run, verdict: stateOf(run, held) }))
  else if (runs.length === 0) console.log('Nothing was done to this host yet.')
  else for (const line of historyLines(runs, held)) console.log(line)
}

await withCloud('history', [values, { say: console.error }], cloud => {
  const last = countOf(values.last ?? '20')
  return onHost(cloud, async host => {
    const { runs, held } = await historyNow(host)
    print(runs.slice(-last), held)
  })
})
