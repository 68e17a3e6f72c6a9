// Backups of an environment, on its host.

import { replaceOnHost, timerLines } from '#provision/backup/on-host.ts'
import { stackOn } from '#provision/backup/stack.ts'
import { onHost } from '#provision/deploy.ts'
import { withCloud } from '../cli/cloud.mjs'
import { deployOf } from '../provision/deploy-options.mjs'

/**
 * @param {Record<string, string | boolean | undefined>} values
 * @param {import('./words.mjs').Act} act
 */
export const onEnvironment = (values, act) =>
  withCloud('backup', [values, { say: values.json ? console.error : console.log }], cloud =>
    onHost(cloud, async (host, machine) => {
      const { environment: name, signal, say, redact } = cloud
      const print = (/** @type {string} */ line) => console.log(redact(line))
      await act({
        ...{ name, signal, say, stack: stackOn(host, print, signal) },
        psql: `npx zx scripts/host.mjs --env ${name} psql`,
        schedule: () => timerLines(host),
        replace: names => replaceOnHost(deployOf(cloud, values), { host, machine }, names),
      })
    }),
  )
