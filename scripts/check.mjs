// Runs every gate that a change must pass, the same here and in CI: npm run check

import { $, echo } from 'zx'
import { composeFiles } from './check/compose-files.mjs'
import { fileSizes } from './check/file-sizes.mjs'
import { folderReadmes } from './check/folder-readmes.mjs'
import { readOptions } from './cli/options.mjs'

readOptions(import.meta.url, {
  help: `npm run check

Runs each gate as a named step and goes on after a failure, so that one run shows them all.
REQUIRE_DOCKER=1 turns a step that is skipped for want of Docker into a failure.

Exit code: 0 nothing failed, 1 a step failed.`,
  options: {},
})

const shell = $({ stdio: 'inherit', preferLocal: true, nothrow: true })

// Left to itself, biome ci colours even a log file.
const colors = process.stdout.isTTY ? 'force' : 'off'

/**
 * A step says what is wrong as a list of sentences, or why it was skipped.
 * @typedef {{ offences: string[] } | { skipped: string }} Outcome
 * @type {{ name: string, run: () => Promise<Outcome> }[]}
 */
const steps = [
  { name: 'types', run: () => command(shell`tsc`) },
  { name: 'lint and format', run: () => command(shell`biome ci --colors=${colors} .`) },
  { name: 'compose files', run: composeFiles },
  { name: 'file sizes', run: fileSizes },
  { name: 'folder READMEs', run: folderReadmes },
]

const check = async () => {
  const failed = []
  for (const { name, run } of steps) {
    echo(`==> ${name}`)
    const outcome = await run().catch(failure)
    if ('skipped' in outcome) echo(`skipped: ${outcome.skipped}`)
    else if (outcome.offences.length > 0) {
      echo(outcome.offences.join('\n'))
      failed.push(name)
    }
  }
  echo(failed.length > 0 ? `check: failed (${failed.join(', ')})` : 'check: passed')
  process.exitCode = failed.length > 0 ? 1 : 0
}

/**
 * @param {import('zx').ProcessPromise} process that prints what it finds
 * @returns {Promise<Outcome>}
 */
const command = async process => {
  const { exitCode } = await process
  return { offences: exitCode === 0 ? [] : [`exit code ${exitCode}`] }
}

/** @param {unknown} error */
const failure = error => ({ offences: [error instanceof Error ? error.message : String(error)] })

await check()
