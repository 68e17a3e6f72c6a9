// sandbox.mjs up: starts one, says how to get to it, and has the smoke test say the last word.

import { projectOf } from '#provision/sandbox/name.ts'
import { urlOf } from '#provision/sandbox/place.ts'
import { withTunnel } from '#provision/sandbox/tunnel.ts'
import { up } from '#provision/sandbox/up.ts'
import { createSteps } from '../cli/steps.mjs'
import { chosenData, sample } from './data.mjs'
import { smoke } from './smoke.mjs'

/**
 * @param {import('#provision/sandbox/engine.ts').Engine} engine
 * @param {string} name
 * @param {{ dump?: string, rows?: string }} values
 */
export const upAndTell = async (engine, name, values) => {
  const { step, note } = createSteps()
  const chosen = await chosenData(values)
  const { ports } = await up({ name, chosen, sample }, { engine, step, say: note })

  const db = `${projectOf(name)}-db-1`
  const { place } = engine
  const through = place.at === 'here' ? '' : `, through ${place.typed(ports.api)}`
  console.log(`
${name} answers at ${urlOf(ports.api)}${through}

  database    docker exec -it ${db} psql -U postgres rates
  its port    127.0.0.1:${ports.db}; for the password docker exec ${db} printenv POSTGRES_PASSWORD
  logs        docker compose -p ${projectOf(name)} logs
  take down   npx zx scripts/sandbox.mjs down ${name}
`)
  await withTunnel(place, ports.api, url => smoke(name, url))
}
