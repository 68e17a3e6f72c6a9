// What the words after `backup.mjs` mean for a stack, wherever it runs.

import { inRehearse, inStore, wholeBackup } from '#provision/backup/words.ts'
import { WrongUsage } from '#provision/errors.ts'
import { restore } from './restore.mjs'

/**
 * @typedef {object} Place  where the stack runs
 * @property {import('#provision/backup/stack.ts').Stack} stack
 * @property {string} name  as the question calls it
 * @property {string} psql  what is typed to ask its database
 * @property {AbortSignal} signal
 * @property {(line: string) => void} say
 * @property {() => Promise<string[]>} schedule  when the next one is taken
 * @property {(names: { database: string, keep: string }) => Promise<unknown>} replace
 *
 * @typedef {(place: Place) => Promise<unknown>} Act
 * @typedef {{ into?: string, replace?: boolean, json?: boolean, yes?: boolean, [option: string]: unknown }} Values
 */

/** @param {{ words: string[], values: Values }} asked @returns {Act} @throws {WrongUsage} where it means nothing */
export const actOn = ({ words: [word = '', ...names], values }) => {
  const command = commands[word]
  if (!command) throw new WrongUsage('Name one of now, list, rehearse, restore. See --help.')
  const [least, most] = command.names
  if (names.length < least || names.length > most)
    throw new WrongUsage(
      `${word} takes ${most === 0 ? 'no name' : 'the name of one backup'}. See list.`,
    )
  const wrong = names.find(name => !/^rates-\d{8}T\d{6}Z$/.test(name))
  if (wrong) throw new WrongUsage(`${JSON.stringify(wrong)} is no backup's name. See list.`)
  const others = ['into', 'replace', 'yes', 'json'].filter(
    option => values[option] !== undefined && !command.options.includes(option),
  )
  if (others.length > 0) throw new WrongUsage(`${word} takes no --${others.join(', no --')}.`)
  return place => command.act(place, names[0] ?? '', values)
}

/** @type {Record<string, { names: [number, number], options: string[], act: (place: Place, name: string, values: Values) => Promise<unknown> }>} */
const commands = {
  now: {
    names: [0, 0],
    options: [],
    act: async ({ stack }) => {
      for (const words of wholeBackup) await stack(words)
    },
  },
  list: {
    names: [0, 0],
    options: ['json'],
    act: async ({ stack, schedule, say }, _, { json }) => {
      await stack(inStore('list', ...(json ? ['--json'] : [])))
      if (!json) for (const line of await schedule()) say(line)
    },
  },
  rehearse: {
    names: [0, 1],
    options: [],
    act: async ({ stack }, name) => {
      if (name) await stack(inStore('fetch', name))
      await stack(inRehearse(...(name ? [name] : [])))
    },
  },
  restore: { names: [1, 1], options: ['into', 'replace', 'yes'], act: restore },
}
