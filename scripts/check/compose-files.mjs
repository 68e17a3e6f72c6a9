// Has Docker Compose read its files: development, and production on top of it.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { $ } from 'zx'

const stacks = [['compose.yaml'], ['compose.yaml', 'compose.prod.yaml']]

export const composeFiles = async () => {
  const quiet = $({ quiet: true, nothrow: true })
  const { exitCode } = await quiet`docker compose version`
  if (exitCode !== 0) return withoutCompose()

  const offences = []
  for (const files of stacks.filter(files => files.every(file => existsSync(file)))) {
    const given = { ...process.env, ...(await requiredVariables(files)) }
    const chosen = files.flatMap(file => ['-f', file])
    const { exitCode, stderr } = await quiet({ env: given })`docker compose ${chosen} config -q`
    if (exitCode !== 0) offences.push(`${files.join(' with ')}: ${stderr.trim()}`)
  }
  return { offences }
}

const withoutCompose = () => {
  const reason = 'docker compose does not answer'
  return process.env.REQUIRE_DOCKER === '1'
    ? { offences: [`${reason}, and REQUIRE_DOCKER=1 asks for it. Install Docker with Compose v2.`] }
    : { skipped: reason }
}

/**
 * Some value for each ${NAME:?} of the files: what they ask of an operator is not what is checked.
 * @param {string[]} files
 */
export const requiredVariables = async files => {
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')))
  const names = [...texts.join('\n').matchAll(/\$\{(\w+):?\?/g)].map(([, name]) => name ?? '')
  return Object.fromEntries(names.map(name => [name, '1']))
}
