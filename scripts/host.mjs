// Daily work on an environment's host: npx zx scripts/host.mjs --env NAME logs|ps|psql|exec|ssh. See --help.

import { onHost } from '#provision/access/commands.ts'
import { openSsh } from '#provision/access/open-ssh.ts'
import { runningMachine } from '#provision/access/reach.ts'
import { awsClients, closeClients } from '#provision/aws/clients.ts'
import { Refusal, WrongUsage, wrongUsageCode } from '#provision/errors.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { wantedFrom } from '#provision/wanted.ts'
import { readOptions } from './cli/options.mjs'
import { routeOf, sshOptions } from './provision/options.mjs'

const { values, positionals } = readOptions(import.meta.url, {
  help: `npx zx scripts/host.mjs --env NAME COMMAND [arguments]

  ps                      what runs, and how it is
  logs [-f] [SERVICE]     what it said last; -f goes on
  psql [arguments]        a session with the database as its superuser; -c QUERY for one query
  exec SERVICE COMMAND    a command in a running container; api is the color that has the traffic
  ssh [COMMAND]           a shell on the host
  tunnel PORT [HERE]      a port of its loopback on this machine, until Ctrl-C

Before the command: --env NAME, --region, --key FILE, --ssh-host and --ssh-port, as provision.mjs takes them.

Needs the ssh program. The host is known by the key that its tag names; another one is not talked to.
Exit code: that of the command; 64 where it was called wrongly, 255 where SSH failed.`,
  options: sshOptions,
  positionals: 'rest',
  wrongUsage: wrongUsageCode,
})

const main = async () => {
  const asked = onHost(positionals, process.stdin.isTTY === true)
  const wanted = wantedFrom({ options: values, env: process.env, readKey: readSshKey })
  const aws = await awsClients(wanted)
  const machine = await runningMachine(aws, wanted.environment)
  closeClients(aws)
  return openSsh({ machine, ...routeOf(values), keyFile: wanted.keyFile, ...asked })
}

process.exitCode = await main().catch(error => {
  console.error(error instanceof Refusal ? `host: ${error.message}` : error)
  return error instanceof WrongUsage ? wrongUsageCode : 1
})
