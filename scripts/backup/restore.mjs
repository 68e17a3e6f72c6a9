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
  const now = stampOf(new Date())
  const taken = name.slice('rates-'.length).toLowerCase()
  // One that is restored to be used has a name of its own: another may be there to be looked at.
  const usual = replace ? `rates_from_${taken}_at_${now}` : `rates_${taken}`
  const database = databaseName(into ?? usual)
  const otherwise = 'Add --yes to do it without a question.'
  const question = `Restore ${name} and let it take the place of the database of ${place.name}? What came since the backup is then in another database only, and nothing is answered for some seconds.`
  if (replace && !yes && !(await confirm(question, { otherwise, signal })))
    throw new Refusal('Nothing was changed.')

  await restoreBeside(stack, name, database)
  if (!replace) return say(`To drop it: ${place.psql} -c 'drop database ${database}'`)
  const keep = `rates_before_${now}`
  await place.replace({ database, keep })
  say(`${name} is in use. When nobody needs what was before:`)
  say(`${place.psql} -c 'drop database ${keep}'`)
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
