// Small copies of the stack beside each other: npx zx scripts/sandbox.mjs up|list|down. See --help.

import { BadOption } from '#db/sample/options.ts'
import { Refusal } from '#provision/errors.ts'
import { down, isNothing, remains, words } from '#provision/sandbox/down.ts'
import { openEngine } from '#provision/sandbox/engine.ts'
import { list, listLines } from '#provision/sandbox/list.ts'
import { sandboxName } from '#provision/sandbox/name.ts'
import { confirm } from './cli/ask.mjs'
import { interruptSignal } from './cli/interrupt.mjs'
import { readOptions } from './cli/options.mjs'
import { root } from './provision/options.mjs'
import { upAndTell } from './sandbox/up.mjs'

const { values, positionals } = readOptions(import.meta.url, {
  help: `npx zx scripts/sandbox.mjs COMMAND

  up NAME           a small, complete copy of the stack from the files here, with a network, data,
                    passwords and ports of its own; again: the same, with the code as it is now
    --dump FILE     with this dump in it: plain SQL, gzip or pg_dump's custom format
    --rows N        with N prices made up; without either, the sample
  list              all of them; --json for machines
  down NAME         destroys one with its data, after a question; --yes answers it beforehand

They run on the Docker engine that docker talks to. With DOCKER_HOST=ssh://USER@HOST, or a Docker context,
that is another machine's: up says by which tunnel they are reached. Exit code: 0 done, 1 failed, 2 called wrongly.`,
  options: {
    dump: { type: 'string' },
    rows: { type: 'string' },
    json: { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  positionals: true,
})

const signal = interruptSignal(() => console.error('Stopping; run the same again to go on.'))

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
  await run(await openEngine(root, signal), name)
  return 0
}

/** @type {Record<string, (engine: import('#provision/sandbox/engine.ts').Engine, name: string) => Promise<void>>} */
const commands = {
  up: (engine, name) => upAndTell(engine, name, values),
  list: async engine => {
    const all = await list(engine)
    const none = 'There is no sandbox. Make one: npx zx scripts/sandbox.mjs up NAME'
    console.log(values.json ? JSON.stringify(all) : all[0] ? listLines(all).join('\n') : none)
  },
  down: async (engine, name) => {
    const there = await remains(engine, name)
    if (isNothing(there)) return console.log(`There is no sandbox ${name}: nothing to take down.`)
    const what = `${name} with ${words(there)}${there.data ? ` and its data (${there.data})` : ''}`
    const otherwise = 'Add --yes to destroy it without a question.'
    if (!values.yes && !(await confirm(`Destroy ${what}?`, { otherwise, signal })))
      throw new Refusal('Nothing was destroyed.')
    await down(engine, name, there)
    console.log(`Destroyed ${what}.`)
  },
}

process.exitCode = await main().catch(error => {
  if (signal.aborted) return 130
  const explained = error instanceof Refusal || error instanceof BadOption
  console.error(explained ? `sandbox: ${error.message}` : error)
  return error instanceof BadOption ? 2 : 1
})
