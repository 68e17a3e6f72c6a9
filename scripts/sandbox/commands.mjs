// What sandbox.mjs can do, on whichever engine.

import { Refusal } from '#provision/errors.ts'
import { down, isNothing, remains, words } from '#provision/sandbox/down.ts'
import { list, listLines } from '#provision/sandbox/list.ts'
import { confirm } from '../cli/ask.mjs'
import { upAndTell } from './up.mjs'

/**
 * @typedef {object} Asked
 * @property {import('#provision/sandbox/engine.ts').Engine} engine
 * @property {string} name  of the sandbox; empty for list
 * @property {{ dump?: string, rows?: string, json?: boolean, yes?: boolean }} values
 * @property {AbortSignal} signal
 */

/** @type {Record<string, (asked: Asked) => Promise<void>>} */
export const commands = {
  up: ({ engine, name, values }) => upAndTell(engine, name, values),
  list: async ({ engine, values }) => {
    const all = await list(engine)
    const none = 'There is no sandbox. Make one: npx zx scripts/sandbox.mjs up NAME'
    console.log(values.json ? JSON.stringify(all) : all[0] ? listLines(all).join('\n') : none)
  },
  down: async ({ engine, name, values, signal }) => {
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
