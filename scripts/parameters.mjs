// Secrets and settings of an environment: npx zx scripts/parameters.mjs --env NAME list|get|set|delete|diff. See --help.

import { awsClients, closeClients } from '#provision/aws/clients.ts'
import { Refusal, WrongUsage, wrongUsageCode } from '#provision/errors.ts'
import * as commands from '#provision/parameters/commands.ts'
import { listParameters } from '#provision/parameters/parameters.ts'
import { readSource } from '#provision/release/source.ts'
import { environmentName, regionFrom } from '#provision/wanted.ts'
import { readOptions } from './cli/options.mjs'
import { askAndDelete } from './parameters/delete.mjs'
import { runningParameters } from './parameters/running.mjs'
import { readValue } from './parameters/value.mjs'
import { root, sshOptions } from './provision/options.mjs'

const { values, positionals } = readOptions(import.meta.url, {
  help: `npx zx scripts/parameters.mjs --env NAME COMMAND

  list              names and versions
  get NAME          one of them; --show prints its value
  set NAME          makes or changes one; the value comes from standard input, or is asked for unseen
  delete NAME       asks, then removes one that the compose files can do without; --yes asks nothing
  diff              what differs from the release that runs, and what the compose files still need

  --env NAME        the environment (RATES_ENV)
  --region, --key, --ssh-host, --ssh-port    as provision.mjs takes them; diff connects to the host

They lie in SSM Parameter Store under /rates/NAME/. Exit code: 0 done, 1 failed, 2 diff found something, 64 called wrongly.`,
  options: { ...sshOptions, show: { type: 'boolean' }, yes: { type: 'boolean' } },
  positionals: true,
  wrongUsage: wrongUsageCode,
})

const main = async () => {
  const environment = environmentName(values.env ?? process.env.RATES_ENV ?? '')
  const [command = '', name = '', ...rest] = positionals
  const run = commandsByName[command]
  if (!run) throw new WrongUsage('Name one of list, get, set, delete, diff. See --help.')
  if (name === '' && ['get', 'set', 'delete'].includes(command))
    throw new WrongUsage(`${command} takes a name.`)
  if (rest.length > 0) throw new WrongUsage('A value is no argument: ps would show it. Pipe it in.')
  const aws = await awsClients({ region: regionFrom({ options: values, env: process.env }) })
  return await run({ aws, environment, name }).finally(() => closeClients(aws))
}

/** @typedef {{ aws: import('#provision/aws/clients.ts').Aws, environment: string, name: string }} Call */
/** @type {Record<string, (call: Call) => Promise<number>>} */
const commandsByName = {
  list: async ({ aws, environment }) =>
    print(commands.parameterLines(await listParameters(aws, environment))),
  get: async ({ aws, environment, name }) => {
    const found = await commands.theParameter(aws, environment, name)
    return print(values.show ? [found.value] : commands.parameterLines([found]))
  },
  set: async ({ aws, environment, name }) =>
    print([await commands.setParameter(aws, environment, { name, value: await readValue(name) })]),
  delete: async call => print(await askAndDelete(call, values)),
  diff: async ({ aws, environment }) => {
    const found = await listParameters(aws, environment)
    const { needs } = await readSource(root)
    const running = await runningParameters(aws, values)
    if (!running) console.error('No release runs yet.')
    const lines = commands.parameterDifferences(found, running, needs)
    print(lines.length > 0 ? lines : ['Nothing differs.'])
    return lines.length > 0 ? 2 : 0
  },
}

/** @param {string[]} lines */
const print = lines => {
  for (const line of lines) console.log(line)
  return 0
}

process.exitCode = await main().catch(error => {
  console.error(error instanceof Refusal ? `parameters: ${error.message}` : error)
  return error instanceof WrongUsage ? wrongUsageCode : 1
})
