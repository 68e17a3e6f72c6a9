// What the scripts share that work on an environment: its name, its key, AWS, and how they end.

import { awsClients, closeClients } from '#provision/aws/clients.ts'
import { Refusal, WrongUsage, wrongUsageCode } from '#provision/errors.ts'
import { redactor } from '#provision/redact.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { wantedFrom } from '#provision/wanted.ts'
import { root, routeOf } from '../provision/options.mjs'
import { interruptSignal } from './interrupt.mjs'

/** @typedef {Awaited<ReturnType<typeof openCloud>>} Cloud */

/**
 * @param {Record<string, string | boolean | undefined>} values  what was typed
 * @param {{ say?: (line: string) => void }} [told]
 */
const openCloud = async (values, { say: print = console.log } = {}) => {
  const { hide, text } = redactor()
  const say = (/** @type {string} */ line) => print(text(line))
  const wanted = wantedFrom({ options: values, env: process.env, readKey: readSshKey })
  const signal = interruptSignal(() => say('Stopping after this step; once more stops at once.'))
  const aws = await awsClients(wanted)
  const key = readSshKey(wanted.keyFile)
  const { environment } = wanted
  return {
    ...routeOf(values),
    wanted,
    environment,
    aws,
    key,
    root,
    say,
    hide,
    redact: text,
    signal,
  }
}

/**
 * Runs a script: its outcome is the exit code; a Refusal is told as a sentence, and nothing secret in it.
 * @param {string} name
 * @param {Parameters<typeof openCloud>} given
 * @param {(cloud: Cloud) => Promise<number | void>} work
 */
export const withCloud = async (name, given, work) => {
  let redact = (/** @type {string} */ text) => text
  try {
    const cloud = await openCloud(...given)
    redact = cloud.redact
    try {
      process.exitCode = (await work(cloud)) ?? 0
    } finally {
      closeClients(cloud.aws)
    }
  } catch (error) {
    console.error(redact(wordsOf(name, /** @type {Error} */ (error))))
    process.exitCode = error instanceof WrongUsage ? wrongUsageCode : 1
  }
}

const wordsOf = (/** @type {string} */ name, /** @type {Error} */ error) => {
  if (error instanceof Refusal) return `${name}: ${error.message}`
  if (error.name === 'AbortError')
    return `${name}: stopped. Run the same command again: it goes on from here.`
  return error.stack ?? String(error)
}
