// What npx zx scripts/provision.mjs takes.

import { join } from 'node:path'
import { WrongUsage } from '#provision/errors.ts'

export const help = `npx zx scripts/provision.mjs --env NAME --ssh-from CIDR [options]

Makes an environment on AWS, or mends it: from nothing to a stack that answers on an EC2 host and has
passed the smoke test. Shows a plan and asks before it changes anything. Run again, it changes what
differs, and goes on where a run before it ended.

  --env NAME         the environment: dev, staging, prod, ...                       (RATES_ENV)
  --ssh-from CIDR    who may reach port 22, between commas; needed the first time   (RATES_SSH_FROM)
  --key FILE         your SSH key; FILE.pub for one that the ssh-agent holds        (RATES_KEY)
  --region, --size, --subnet, --ami, --data-gib    where, and how large             (RATES_SIZE, ...)
  --domain NAME      serve https://NAME; without one, plain HTTP on the address     (RATES_DOMAIN)
  --dump FILE        what a first start loads; db/rates.sql unless given
  --keep N           how many releases stay on the host, 2 or more; 5 unless given  (RATES_KEEP)
  --replace          a new instance; the data volume and the address stay

  --plan             only show it: exit code 0 nothing to do, 2 changes
  --yes              apply without asking
  --wait SECONDS, --why TEXT, --drain SECONDS        as deploy.mjs takes them
  --maintenance      the service may stop answering meanwhile, for changes that need it
  --json             the plan, then the outcome, one JSON object a line; the rest to standard error

  --destroy          delete all of it; asks for the environment's name
  --confirm NAME     answers that question beforehand
  --dump-to FILE     where the last dump of the database goes; ./rates-NAME-TIME.dump unless given
  --discard-data     take no last dump

  --ssh-host HOST, --ssh-port PORT    where SSH is reached instead: a tunnel, a bastion   (RATES_SSH_HOST, ...)
  --url URL          where the smoke test reaches it instead

Credentials, profiles and AWS_ENDPOINT_URL are taken as every AWS tool takes them. An option left out
stays as it is found. Exit code: 0 done, 1 failed (nothing is lost: run it again), 64 called wrongly.`

const text = /** @type {const} */ ({ type: 'string' })
const flag = /** @type {const} */ ({ type: 'boolean' })

export const sshOptions = { env: text, region: text, key: text, 'ssh-host': text, 'ssh-port': text }

export const options = {
  ...sshOptions,
  'ssh-from': text,
  size: text,
  domain: text,
  ami: text,
  subnet: text,
  'data-gib': text,
  dump: text,
  keep: text,
  'dump-to': text,
  confirm: text,
  url: text,
  wait: text,
  why: text,
  drain: text,
  replace: flag,
  maintenance: flag,
  plan: flag,
  yes: flag,
  json: flag,
  destroy: flag,
  'discard-data': flag,
}

/**
 * Where SSH is reached, when elsewhere than at the address.
 * @param {{ 'ssh-host'?: string, 'ssh-port'?: string }} values
 */
export const routeOf = values => {
  const port = values['ssh-port'] ?? process.env.RATES_SSH_PORT
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536))
    throw new WrongUsage(`--ssh-port is a port, 1 to 65535. It is ${JSON.stringify(port)}.`)
  return {
    sshHost: values['ssh-host'] ?? process.env.RATES_SSH_HOST,
    sshPort: port === undefined ? undefined : Number(port),
  }
}

export const root = join(import.meta.dirname, '../..')
