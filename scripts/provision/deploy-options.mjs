// What deploy.mjs and rollback.mjs take alike.

import { WrongUsage } from '#provision/errors.ts'
import { defaultKeep } from '#provision/release/releases.ts'
import { keepFrom } from '#provision/wanted.ts'
import { sshOptions } from './options.mjs'
import { smokeOf } from './smoke.mjs'

export const deployHelp = `  --maintenance      the service may stop answering meanwhile, for what can't be done beside it
  --drain SECONDS    longest wait for requests in flight, long uploads included; 600 unless given
  --wait SECONDS     for a deploy that somebody else does; refused at once unless given
  --why TEXT         for the history, and for those who find the lock taken
  --url URL          where the smoke test reaches it instead
  --env NAME         the environment                                                      (RATES_ENV)
  --region, --key, --ssh-host, --ssh-port    as provision.mjs takes them

Exit code: 0 done, 1 failed (what ran before runs on), 64 called wrongly.`

const text = /** @type {const} */ ({ type: 'string' })

export const deployOptions = {
  ...sshOptions,
  url: text,
  why: text,
  wait: text,
  drain: text,
  maintenance: /** @type {const} */ ({ type: 'boolean' }),
}

const defaultDrainSeconds = 600

/**
 * @param {import('../cli/cloud.mjs').Cloud} cloud
 * @param {Record<string, string | boolean | undefined>} values
 */
export const deployOf = (cloud, values) => ({
  ...cloud,
  maintenance: values.maintenance === true,
  keep: keepFrom({ options: values, env: process.env }) ?? defaultKeep,
  waitMs: seconds(values, 'wait'),
  drainMs: seconds(values, 'drain') ?? defaultDrainSeconds * 1_000,
  why: String(values.why ?? ''),
  smoke: smokeOf({ ...cloud, url: values.url === undefined ? undefined : String(values.url) }),
})

/** @param {Record<string, string | boolean | undefined>} values @param {string} name */
const seconds = (values, name) => {
  const typed = values[name]
  if (typed === undefined) return undefined
  if (/^\d{1,5}$/.test(String(typed))) return Number(typed) * 1_000
  throw new WrongUsage(`--${name} is a number of seconds. It is ${JSON.stringify(typed)}.`)
}
