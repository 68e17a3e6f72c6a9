// backup.mjs restore: into a new database, and in the place of the one in use only where that is asked for.

import { restoreBeside } from '#provision/backup/restore.ts'
import { Refusal, WrongUsage } from '#provision/errors.ts'
import { confirm } from '../cli/ask.mjs'

/**
 * @param {import('./words.mjs').Place} place
 * @param {string} name
 * @param {import('./words.mjs').Values} values
 */
export const restore = async (place, name, { into, replace, yes }) => {
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
  throw new WrongUsage(
    `--into names a new database: small letters, digits and _, and none of ${inUse.join(', ')}. It is ${JSON.stringify(text)}.`,
  )
}

const inUse = ['rates', 'postgres', 'template0', 'template1']

/** @param {Date} time */
const stampOf = time => `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}z`.toLowerCase()
