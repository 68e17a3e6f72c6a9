// The dumps that are measured with.
import { join } from 'node:path'
import { $ } from 'zx'

const root = join(import.meta.dirname, '../..')

/** 56,000 prices. */
export const sampleDump = join(root, 'db/rates.sql')

/**
 * @param {string} folder
 * @param {number} prices
 */
export const largeDump = async (folder, prices) => {
  const file = join(folder, `${prices}.sql`)
  const script = join(root, 'scripts/sample-dump.mjs')
  await $`${process.execPath} ${script} --prices ${prices} --out ${file}`.quiet()
  return file
}
