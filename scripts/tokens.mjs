// Creates, lists and revokes the tokens that may send batches, `npm run tokens`. See --help.

import { localConfig, loginOf, ownerConfig } from '#api/config.ts'
import { fail } from '#api/process.ts'
import { tokens, tokensUsage } from '#api/tokens.ts'
import { runningConnection } from '#db/embedded/running.ts'
import { Refusal } from '#db/refusal.ts'
import { readOptions } from './cli/options.mjs'

const { positionals } = readOptions(import.meta.url, {
  help: `npm run tokens -- ${tokensUsage}

create prints a new token once; only its SHA-256 is kept. Give each sender a name of its own: it is
recorded with every batch. Several are valid at once: to rotate, create, hand over, revoke.

Connects as the owner of the data: with PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD where
PGHOST is set, else to the database of a running npm start.

With nothing but the token on stdout: npm run -s tokens -- create NAME
In the Compose stack: docker compose --progress quiet run --rm -T migrate node api/tokens.ts create NAME`,
  options: {},
  positionals: true,
})

const connect = async () => {
  const { PGHOST, PGHOST_FILE } = process.env
  if (PGHOST || PGHOST_FILE) return loginOf(ownerConfig(process.env))

  const { LOCAL_DATA } = localConfig(process.env)
  const embedded = await runningConnection(LOCAL_DATA, 'rates_owner')
  if (embedded) return embedded

  throw new Refusal(`No database found: no npm start runs with LOCAL_DATA=${LOCAL_DATA}. Start one, or name one: PGHOST, PGPORT, PGUSER=rates_owner, PGPASSWORD.
In the Compose stack: docker compose --progress quiet run --rm -T migrate node api/tokens.ts ${positionals.join(' ') || 'list'}`)
}

await connect()
  .then(connection => tokens(positionals, connection, console.log))
  .catch(fail)
