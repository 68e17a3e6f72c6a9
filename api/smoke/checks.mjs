// Every check of a running host, in the order they run.

import { answersCarryHeaders } from './headers.mjs'
import { ratesAreServed } from './rates.mjs'
import { mistakesAreRefused } from './refusals.mjs'
import { serviceIsUp } from './service.mjs'

/** @typedef {{ request: import('./request.mjs').SendRequest }} Host */
/** @typedef {{ name: string, run: (host: Host) => Promise<void> }} Check */

/** @type {Check[]} */
export const checks = [
  ...serviceIsUp,
  ...ratesAreServed,
  ...mistakesAreRefused,
  ...answersCarryHeaders,
]
