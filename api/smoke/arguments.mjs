// What smoke was asked to do, or a sentence on why that cannot be done.

import { parseArgs } from 'node:util'

export class WrongUsage extends Error {}

const defaultTimeoutMs = 10_000
const longestTimeoutMs = 600_000

export const help = `npm run smoke -- http://HOST:PORT [--json] [--timeout-ms N]

Checks a running host from outside: root, health, readiness, rates, refusals, headers.
It changes nothing there. Needs Node 20 and this repository, nothing installed.

  --json          one JSON object on stdout: { url, passed, checks: [{ name, ok, ms, error? }] }
                  (npm run -s smoke, or node scripts/smoke.mjs, keeps npm's own lines out)
  --timeout-ms N  how long one answer may take (${defaultTimeoutMs})
  --help          this text

Exit code: 0 all passed, 1 a check failed, 2 wrong usage.`

/** @param {string[]} args */
export const readArguments = args => {
  const { values, positionals } = parsed(args)
  const { json = false, help = false } = values
  if (help) return { json, help, base: '', timeoutMs: 0 }

  const [url, ...more] = positionals
  if (!url || more.length > 0) throw new WrongUsage('Give one URL, such as http://127.0.0.1:3000.')
  return { json, help, base: baseOf(url), timeoutMs: timeoutOf(values['timeout-ms']) }
}

/** @param {string[]} args */
const parsed = args => {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    const [sentence] = error instanceof Error ? error.message.split('. ') : [String(error)]
    throw new WrongUsage(`${sentence}.`, { cause: error })
  }
}

const options = /** @type {const} */ ({
  json: { type: 'boolean' },
  'timeout-ms': { type: 'string' },
  help: { type: 'boolean' },
})

/**
 * The URL without its last slash, ready for a path.
 * @param {string} text
 */
const baseOf = text => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search) {
    throw new WrongUsage(`"${text}" is not a URL such as http://127.0.0.1:3000.`)
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
}

const timeoutOf = (text = `${defaultTimeoutMs}`) => {
  const timeoutMs = Number(text)
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > longestTimeoutMs) {
    throw new WrongUsage(`--timeout-ms takes a whole number from 1 to ${longestTimeoutMs}.`)
  }
  return timeoutMs
}
