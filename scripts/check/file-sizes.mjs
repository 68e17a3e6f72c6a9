// Names the code files that have grown past their limit.

import { trackedFiles } from './tracked-files.mjs'

/** @typedef {{ path: string, lines: number }} File */

export const fileSizes = async () => ({
  offences: tooLong(await trackedFiles('*.ts', '*.mjs')).map(
    ({ path, lines, limit }) =>
      `${path} has ${lines} lines; the limit is ${limit}. Split it by noun.`,
  ),
})

/**
 * @template {File} F
 * @param {F[]} files
 */
export const tooLong = files =>
  files
    .map(file => ({ ...file, limit: limitOf(file.path) }))
    .filter(({ lines, limit }) => lines > limit)

/** @param {string} path */
const limitOf = path => {
  if (path.startsWith('tests/')) return 200
  if (/^scripts\/[^/]+\.mjs$/.test(path)) return 80
  return 250
}
