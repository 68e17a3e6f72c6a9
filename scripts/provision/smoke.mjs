// npm run smoke against a host, its lines shown as they come.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { refuseUnresolved, urlOf } from '#provision/access/url.ts'
import { Refusal } from '#provision/errors.ts'
import { root } from './options.mjs'

/**
 * At --url where one is given, else where the environment answers.
 * @param {{ say: (line: string) => void, signal: AbortSignal, environment: string, url: string | undefined }} run
 * @returns {import('#provision/survey.ts').Run['smoke']}
 */
export const smokeOf = run => async (machine, parameters) => {
  if (run.url === undefined) await refuseUnresolved(machine, parameters)
  await smoke(run.url ?? urlOf(machine, parameters), run)
}

/**
 * @param {string} url
 * @param {{ say: (line: string) => void, signal: AbortSignal, environment: string }} run
 */
const smoke = async (url, { say, signal, environment }) => {
  say(`smoke test of ${url}`)
  const asked = spawn(process.execPath, [join(root, 'scripts/smoke.mjs'), url], {
    signal,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(asked, 'exit')
  // Heard below; until then an interrupted one is nobody's.
  ended.catch(() => {})
  for await (const line of createInterface({ input: asked.stdout })) say(line)
  const [code] = await ended
  if (code === 0) return
  throw new Refusal(
    `The stack runs, but does not pass the smoke test at ${url}. See what it says: npx zx scripts/host.mjs --env ${environment} logs`,
  )
}
