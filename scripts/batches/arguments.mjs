// What was typed after `npm run batches --`, or a sentence on why that can't be done.

import { parseArgs } from 'node:util'

export class WrongUsage extends Error {}

/** @typedef {{ url: URL, token: string }} Service */
/** @typedef {'send' | 'status' | 'list' | 'withdraw'} Command */
/**
 * `waitMs` is undefined where --wait was not given, and Infinity where it has no limit.
 * @typedef {Service & { command: Command, target: string, key: string | undefined, again: boolean,
 *   format: string | undefined, state: string | undefined, waitMs: number | undefined }} Wanted
 */

export const help = `npm run batches -- send FILE [--format csv|ndjson|json] [--key KEY | --again]
                         [--wait[=SECONDS]]
                    status ID | list [--state STATE] | withdraw ID [--wait=SECONDS]

send      streams a file: .csv, .ndjson, .jsonl or .json, as it is or as .gz or .zst
status    what became of a batch
list      the latest batches
withdraw  takes the prices of a promoted batch out again, and waits until they are gone

send is safe to repeat: the batch's key is the SHA-256 of what the file holds, so the same prices
are one batch however often they are sent.

  --url URL         the service (RATES_URL, or http://127.0.0.1:3000)
  --token TOKEN     the bearer token; rather set RATES_TOKEN, which no process list shows
  --key KEY         another key, of your own
  --again           a random key: the same prices once more, as a batch of their own
  --format NAME     how the file is written, where its name does not tell
  --wait[=SECONDS]  until its prices are visible, or it has failed; so long at most
  --state STATE     only those in this state, such as failed

Needs Node 20 or newer and nothing installed. Make a token with npm run tokens.
Exit code: 0 done, 1 refused or failed, 2 wrong usage.`

const options = /** @type {const} */ ({
  url: { type: 'string' },
  token: { type: 'string' },
  key: { type: 'string' },
  again: { type: 'boolean' },
  format: { type: 'string' },
  state: { type: 'string' },
  wait: { type: 'boolean' },
  'wait-seconds': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
})

const commands = /** @type {const} */ (['send', 'status', 'list', 'withdraw'])

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Wanted | 'help'}
 */
export const readArguments = (args, env) => {
  const { values, positionals } = parsed(args)
  if (values.help) return 'help'

  const [name, target = '', ...more] = positionals
  const command = commands.find(command => command === name)
  if (!command) throw new WrongUsage(`Say what to do: ${commands.join(', ')}.`)
  if (more.length > 0 || (command === 'list') !== (target === ''))
    throw new WrongUsage(command === 'list' ? 'list takes nothing more.' : `${command} takes one.`)
  if (['status', 'withdraw'].includes(command) && !/^[1-9]\d*$/.test(target))
    throw new WrongUsage(`"${target}" is not the number of a batch.`)

  const token = values.token ?? env.RATES_TOKEN
  if (!token) throw new WrongUsage('Set RATES_TOKEN, or give --token.')
  const url = urlOf(values.url ?? env.RATES_URL ?? 'http://127.0.0.1:3000')
  const { key, again = false, format, state } = values
  if (key !== undefined && again) throw new WrongUsage('Choose one of --key and --again.')
  const waitMs = waitOf(values.wait, values['wait-seconds'])
  return { command, target, url, token, key, again, format, state, waitMs }
}

/**
 * @param {boolean | undefined} wait
 * @param {string | undefined} seconds
 */
const waitOf = (wait, seconds) => {
  if (seconds === undefined) return wait ? Number.POSITIVE_INFINITY : undefined
  if (!/^[1-9]\d{0,5}$/.test(seconds)) throw new WrongUsage('--wait= takes seconds, such as 60.')
  return Number(seconds) * 1_000
}

/** @param {string[]} args */
const parsed = args => {
  // An option of parseArgs either takes a value or does not.
  const spelled = args.map(word => word.replace(/^--wait=/, '--wait-seconds='))
  try {
    return parseArgs({ args: spelled, allowPositionals: true, options })
  } catch (error) {
    const [sentence] = /** @type {Error} */ (error).message.split('. ')
    throw new WrongUsage(`${sentence}.`, { cause: error })
  }
}

/** @param {string} text */
const urlOf = text => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search)
    throw new WrongUsage(`"${text}" is not a URL such as http://127.0.0.1:3000.`)
  return url
}
