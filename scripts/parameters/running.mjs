// The parameters that the release on an environment's host was started with: names and versions.

import { reach } from '#provision/access/reach.ts'
import { machineOf } from '#provision/apply.ts'
import { findOurs } from '#provision/found.ts'
import { currentRecord } from '#provision/release/found.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { wantedFrom } from '#provision/wanted.ts'
import { routeOf } from '../provision/options.mjs'

const timeoutMs = 20_000

/**
 * Undefined where there is no host, or no release on it.
 * @param {import('#provision/aws/clients.ts').Aws} aws
 * @param {Record<string, string | boolean | undefined>} values  options as provision.mjs takes them
 */
export const runningParameters = async (aws, values) => {
  const wanted = wantedFrom({ options: values, env: process.env, readKey: readSshKey })
  const machine = machineOf(await findOurs(aws, wanted.environment))
  if (!machine) return
  const key = readSshKey(wanted.keyFile)
  const host = await reach({ ...routeOf(values), machine, key, timeoutMs, say: console.error })
  return (await currentRecord(host).finally(() => host.close()))?.parameters
}
