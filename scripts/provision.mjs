// Makes, mends or deletes an environment on AWS: npx zx scripts/provision.mjs --env NAME. See --help.

import { awsClients, closeClients } from '#provision/aws/clients.ts'
import { Refusal } from '#provision/errors.ts'
import { redactor } from '#provision/redact.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { wantedFrom } from '#provision/wanted.ts'
import { interruptSignal } from './cli/interrupt.mjs'
import { readOptions } from './cli/options.mjs'
import { planAndApply } from './provision/apply.mjs'
import { askAndDestroy } from './provision/destroy.mjs'
import { help, options, root, routeOf } from './provision/options.mjs'
import { smokeOf } from './provision/smoke.mjs'

const wrongUsage = 64
const { values } = readOptions(import.meta.url, { help, options, wrongUsage })
const { hide, text } = redactor()
const print = values.json ? console.error : console.log
const say = (/** @type {string} */ line) => print(text(line))

const main = async () => {
  const wanted = wantedFrom({ options: values, env: process.env, readKey: readSshKey })
  const key = readSshKey(wanted.keyFile)
  const signal = interruptSignal(() => say('Stopping after this step; once more stops at once.'))
  const aws = await awsClients(wanted)
  const run = { ...routeOf(values), aws, key, say, hide, signal }
  try {
    if (values.destroy)
      return await askAndDestroy({ ...run, environment: wanted.environment }, values)
    const { maintenance = false, dump, url = process.env.RATES_URL } = values
    const smoke = smokeOf({ say, signal, environment: wanted.environment, url })
    return await planAndApply({ ...run, wanted, root, dump, maintenance, smoke }, values)
  } finally {
    closeClients(aws)
  }
}

process.exitCode = await main().catch(error => {
  if (error instanceof Refusal) console.error(text(`provision: ${error.message}`))
  else console.error(text(error.stack ?? String(error)))
  return 1
})
