// What was done to an environment's host, and by whom: npx zx scripts/history.mjs --env NAME. See --help.

import { reach } from '#provision/access/reach.ts'
import { machineOf } from '#provision/apply.ts'
import { awsClients, closeClients } from '#provision/aws/clients.ts'
import { Refusal } from '#provision/errors.ts'
import { findOurs } from '#provision/found.ts'
import { historyNow } from '#provision/release/history.ts'
import { historyLines, stateOf } from '#provision/release/history-table.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { wantedFrom } from '#provision/wanted.ts'
import { readOptions } from './cli/options.mjs'
import { routeOf, sshOptions } from './provision/options.mjs'

const { values } = readOptions(import.meta.url, {
  help: `npx zx scripts/history.mjs --env NAME [options]

Every deploy, rollback and provision of the host, the newest first: who, when, the commit, how it ended,
how long it took and which step was the slowest. One that goes on now is shown as running.

  --last N         so many of them; 20 unless given
  --json           one JSON object a line, with every step and error
  --env NAME       the environment (RATES_ENV)
  --region, --key, --ssh-host, --ssh-port    as provision.mjs takes them

The host keeps the last 500. Times are UTC, by its clock. Exit code: 0 done, 1 failed, 64 called wrongly.`,
  options: { ...sshOptions, last: { type: 'string' }, json: { type: 'boolean' } },
  wrongUsage: 64,
})

const timeoutMs = 20_000

const main = async () => {
  const last = countOf(values.last ?? '20')
  const wanted = wantedFrom({ options: values, env: process.env, readKey: readSshKey })
  const key = readSshKey(wanted.keyFile)
  const aws = await awsClients(wanted)
  const machine = machineOf(
    await findOurs(aws, wanted.environment).finally(() => closeClients(aws)),
  )
  if (!machine) throw new Refusal(`${wanted.environment} has no running host, so no history.`)
  const host = await reach({ ...routeOf(values), machine, key, timeoutMs, say: console.error })
  try {
    const { runs, held } = await historyNow(host)
    print(runs.slice(-last), held)
  } finally {
    host.close()
  }
  return 0
}

/** @param {string} text */
const countOf = text => {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new Refusal(`--last is a number of runs, such as 20. It is ${JSON.stringify(text)}.`)
}

/** @param {import('#provision/release/history-lines.ts').Run[]} runs @param {string[]} held */
const print = (runs, held) => {
  if (values.json)
    for (const run of runs.toReversed())
      console.log(JSON.stringify({ ...run, verdict: stateOf(run, held) }))
  else if (runs.length === 0) console.log('Nothing was done to this host yet.')
  else for (const line of historyLines(runs, held)) console.log(line)
}

process.exitCode = await main().catch(error => {
  console.error(error instanceof Refusal ? `history: ${error.message}` : error)
  return 1
})
