// npm run smoke against a sandbox, its lines shown as they come.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Refusal } from '#provision/errors.ts'
import { root } from '../provision/options.mjs'

/** @param {string} name @param {string} url */
export const smoke = async (name, url) => {
  const script = join(root, 'scripts/smoke.mjs')
  const [code] = await once(spawn(process.execPath, [script, url], { stdio: 'inherit' }), 'exit')
  if (code === 0) return
  throw new Refusal(
    `${name} runs, but does not pass the smoke test. A dump without CNGGZ to EETLL in January 2021 fails "documented rates"; for the rest see docker compose -p sandbox-${name} logs`,
  )
}
