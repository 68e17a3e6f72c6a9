// What the words after `backup.mjs` mean for a stack, wherever it runs.

import { restoreBeside } from '#provision/backup/restore.ts'
import { inBackup, inStore, wholeBackup } from '#provision/backup/words.ts'
import { Refusal } from '#provision/errors.ts'
import { confirm } from '../cli/ask.mjs'

/**
 * @typedef {object} Place  where the stack runs
 * @property {import('#provision/backup/stack.ts').Stack} stack
 * @property {string} name  as the question calls it
 * @property {AbortSignal} signal
 * @property {(line: string) => void} say
 * @property {() => Promise<string[]>} schedule  when the next one is taken
 * @property {(names: { database: string, keep: string }) => Promise<unknown>} replace
 *
 * @typedef {(place: Place) => Promise<unknown>} Act
 * @typedef {{ into?: string, replace?: boolean, json?: boolean, yes?: boolean }} Values
 */

/** @param {{ words: string[], values: Values }} asked @returns {Act} @throws {Refusal} where it means nothing */
export const actOn = ({ words: [word = '', ...names], values }) => {
  const command = commands[word]
  if (!command) throw new Refusal('Name one of now, list, rehearse, restore. See --help.')
  const [least, most] = command.names
  if (names.length < least || names.length > most)
    throw new Refusal(
      `${word} takes ${most === 0 ? 'no name' : 'the name of one backup'}. See list.`,
    )
  const wrong = names.find(name => !/^rates-\d{8}T\d{6}Z$/.test(name))
  if (wrong) throw new Refusal(`${JSON.stringify(wrong)} is no backup's name. See list.`)
  return place => command.act(place, names[0] ?? '', values)
}

/** @type {Record<string, { names: [number, number], act: (place: Place, name: string, values: Values) => Promise<unknown> }>} */
const commands = {
  now: {
    names: [0, 0],
    act: async ({ stack }) => {
      for (const words of wholeBackup) await stack(words)
    },
  },
  list: {
    names: [0, 0],
    act: async ({ stack, schedule, say }, _, { json }) => {
      await stack(inStore('list', ...(json ? ['--json'] : [])))
      if (!json) for (const line of await schedule()) say(line)
    },
  },
  rehearse: {
    names: [0, 1],
    act: async ({ stack }, name) => {
      if (name) await stack(inStore('fetch', name))
      await stack(inBackup('rehearse', ...(name ? [name] : [])))
    },
  },
  restore: { names: [1, 1], act: (...given) => restore(...given) },
}

/** @param {Place} place @param {string} name @param {Values} values */
const restore = async (place, name, { into, replace, yes }) => {
  const { stack, signal, say } = place
  const database = databaseName(into ?? `rates_${name.slice('rates-'.length)}`.toLowerCase())
  const otherwise = 'Add --yes to do it without a question.'
  const question = `Restore ${name} and let it take the place of the database of ${place.name}?`
  if (replace && !yes && !(await confirm(question, { otherwise, signal })))
    throw new Refusal('Nothing was changed.')

  await restoreBeside(stack, name, database)
  if (!replace)
    return say(`${database} is there, beside rates, which was not touched. --replace uses it.`)
  const keep = `rates_before_${stampOf(new Date())}`
  await place.replace({ database, keep })
  say(`${name} is in use. What was before is the database ${keep}; drop it when nobody needs it.`)
}

/** @param {string} text */
const databaseName = text => {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(text) && !inUse.includes(text)) return text
  throw new Refusal(
    `--into names a new database: small letters, digits and _, and none of ${inUse.join(', ')}. It is ${JSON.stringify(text)}.`,
  )
}

const inUse = ['rates', 'postgres', 'template0', 'template1']

/** @param {Date} time */
const stampOf = time => `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}z`.toLowerCase()
