// Names the top-level folders without a README, and the READMEs that have grown too long.

import { trackedFiles } from './tracked-files.mjs'

/** @typedef {import('./file-sizes.mjs').File} File */

const longestReadme = 60

export const folderReadmes = async () => ({ offences: readmeOffences(await trackedFiles('*')) })

/**
 * The root README stands apart: it may be longer, as every reader begins there.
 * @param {File[]} files
 */
export const readmeOffences = files => [
  ...topFolders(files)
    .filter(folder => !files.some(({ path }) => path === `${folder}/README.md`))
    .map(folder => `${folder}/ has no README.md.`),
  ...files
    .filter(({ path, lines }) => path.endsWith('/README.md') && lines > longestReadme)
    .map(({ path, lines }) => `${path} has ${lines} lines; the limit is ${longestReadme}.`),
]

/** @param {File[]} files */
const topFolders = files => {
  const folders = files
    .filter(({ path }) => path.includes('/'))
    .map(({ path }) => path.split('/')[0])
  return [...new Set(folders)].filter(folder => !folder?.startsWith('.')).sort()
}
