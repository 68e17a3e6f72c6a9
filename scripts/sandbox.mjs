// Small copies of the stack beside each other: npx zx scripts/sandbox.mjs up|list|down. See --help.

import { BadOption } from '#db/sample/options.ts'
import { Refusal } from '#provision/errors.ts'
import { openEngine } from '#provision/sandbox/engine.ts'
import { sandboxName } from '#provision/sandbox/name.ts'
import { interruptSignal } from './cli/interrupt.mjs'
import { readOptions } from './cli/options.mjs'
import { root, sshOptions } from './provision/options.mjs'
import { commands } from './sandbox/commands.mjs'
import { onEnvironment } from './sandbox/on-environment.mjs'

const { values, positionals } = readOptions(import.meta.url, {
  help: `npx zx scripts/sandbox.mjs COMMAND

  up NAME           a small, complete copy of the stack from the files here, with a network, data,
                    passwords and ports of its own; again: the same, with the code as it is now
    --dump FILE     with this dump in it: plain SQL, gzip or pg_dump's custom format
    --rows N        with N prices made up; without either, the sample
  list              all of them; --json for machines
  down NAME         destroys one with its data, after a question; --yes answers it beforehand

  --env NAME        on the host of this environment, beside what it runs; --region, --key, --ssh-host and
                    --ssh-port as provision.mjs takes them

Without --env they run on the Docker engine that docker talks to, which DOCKER_HOST=ssh://USER@HOST or a
Docker context makes another machine's. On another machine, up says by which tunnel they are reached.
Exit code: 0 done, 1 failed, 2 called wrongly.`,
  options: {
    ...sshOptions,
    dump: { type: 'string' },
    rows: { type: 'string' },
    json: { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  positionals: true,
})

const called = () => {
  const [command = '', ...names] = positionals
  const run = commands[command]
  if (!run) throw new BadOption('Name one of up, list, down. See --help.')
  if (names.length !== (command === 'list' ? 0 : 1))
    throw new BadOption(`${command} takes ${command === 'list' ? 'no name' : 'one name'}.`)
  return { run, name: command === 'list' ? '' : sandboxName(names[0]) }
}

const main = async () => {
  const { run, name } = called()
  if (values.env !== undefined)
    return onEnvironment(values, async (place, signal) =>
      run({ engine: await openEngine(root, signal, place), name, values, signal }),
    )
  const signal = interruptSignal(() => console.error('Stopping; run the same again to go on.'))
  try {
    await run({ engine: await openEngine(root, signal), name, values, signal })
  } catch (error) {
    if (!signal.aborted) throw error
    process.exitCode = 130
  }
}

await main().catch(error => {
  const explained = error instanceof Refusal || error instanceof BadOption
  console.error(explained ? `sandbox: ${error.message}` : error)
  process.exitCode = error instanceof BadOption ? 2 : 1
})
