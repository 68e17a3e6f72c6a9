// What a sandbox is filled with: a dump of yours, prices made up, or the sample dump.

import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { fingerprint, requireFile } from '#db/init/dump-file.ts'
import { dump } from '#db/sample/dump.ts'
import { priceCount } from '#db/sample/options.ts'
import { prices } from '#db/sample/prices.ts'
import { grouped } from '#db/sample/progress.ts'
import { Refusal } from '#provision/errors.ts'
import { root } from '../provision/options.mjs'

/** @typedef {import('#provision/sandbox/seed.ts').Source} Source */

const seed = 2021
const shownDigits = 12

/** @type {Source} */
export const sample = {
  label: 'the sample',
  open: () => createReadStream(join(root, 'db/rates.sql')),
}

/**
 * Undefined where neither is asked for.
 * @param {{ dump?: string, rows?: string }} values
 * @returns {Promise<Source | undefined>}
 */
export const chosenData = async ({ dump: file, rows }) => {
  if (file !== undefined && rows !== undefined)
    throw new Refusal('Give --dump FILE or --rows N, not both.')
  if (rows !== undefined) return madeUp(priceCount('rows', rows))
  return file === undefined ? undefined : fromFile(file)
}

/** @param {number} count @returns {Source} */
const madeUp = count => ({
  label: `${grouped(count)} prices`,
  open: async function* () {
    yield* dump(prices({ count, seed }))
  },
})

/** @param {string} file */
const fromFile = async file => {
  await requireFile(file).catch(error => {
    throw new Refusal(error.message.replaceAll('with RATES_DUMP', 'with --dump'), { cause: error })
  })
  const { sha256 } = await fingerprint(file)
  const name = basename(file).replaceAll(/\p{C}/gu, '?')
  return { label: `${name} (${sha256.slice(0, shownDigits)})`, open: () => createReadStream(file) }
}
