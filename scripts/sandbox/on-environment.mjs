// Sandboxes on the host of an environment, beside what it runs.

import { BadOption } from '#db/sample/options.ts'
import { runningMachine } from '#provision/access/reach.ts'
import { Refusal } from '#provision/errors.ts'
import { withEngineOf } from '#provision/sandbox/environment.ts'
import { withCloud } from '../cli/cloud.mjs'
import { routeOf } from '../provision/options.mjs'

/**
 * @param {Record<string, string | boolean | undefined>} values
 * @param {(place: import('#provision/sandbox/place.ts').Far, signal: AbortSignal) => Promise<void>} work
 */
export const onEnvironment = (values, work) =>
  withCloud('sandbox', [values], async ({ aws, environment, wanted, signal }) => {
    const machine = await runningMachine(aws, environment)
    const way = { machine, ...routeOf(values), keyFile: wanted.keyFile }
    const typed = (/** @type {number} */ port) =>
      `npx zx scripts/host.mjs --env ${environment} tunnel ${port}`
    await withEngineOf(way, typed, (place, dockerHost) => {
      // For every docker that is started from here on.
      process.env.DOCKER_HOST = dockerHost
      return work(place, signal).catch(error => {
        throw error instanceof BadOption ? new Refusal(error.message, { cause: error }) : error
      })
    })
  })
