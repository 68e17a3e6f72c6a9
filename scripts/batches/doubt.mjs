// The time in which nobody but the service knows whether a batch was accepted, and what to do then.

import { constants } from 'node:os'
import { Refused } from './client.mjs'

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** @param {string | undefined} key  that a repeat has to name, where it is not of the content */
export const createDoubt = key => {
  const again = key === undefined ? 'Send it again' : `Send it again with --key ${key}`
  const sentence = `It may have been accepted. ${again}: same key, no double.`
  let isThere = false

  const interrupt = (/** @type {typeof signals[number]} */ signal) => {
    console.error(`\nbatches: interrupted. ${sentence}`)
    process.exit(128 + constants.signals[signal])
  }
  return {
    begin: () => {
      isThere = true
      for (const signal of signals) process.on(signal, interrupt)
    },
    /** The error, with the sentence where it does not settle the question. @param {unknown} error */
    added: error => {
      if (isThere && error instanceof Refused && error.mayPass) error.message += ` ${sentence}`
      return error
    },
    end: () => {
      for (const signal of signals) process.off(signal, interrupt)
    },
  }
}
