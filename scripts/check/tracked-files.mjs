// The files that Git tracks, each with its number of lines.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { $ } from 'zx'

/** @param {string[]} patterns */
export const trackedFiles = async (...patterns) => {
  const { stdout } = await $({ quiet: true })`git ls-files -z -- ${patterns}`
  const paths = stdout.split('\0').filter(path => path && existsSync(path))
  return Promise.all(paths.map(async path => ({ path, lines: await linesOf(path) })))
}

/** @param {string} path */
const linesOf = async path => (await readFile(path, 'utf8')).split('\n').length - 1
