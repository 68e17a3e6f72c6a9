// The tokens process: creates, lists or revokes tokens as the owner of the data, then exits.
import pg from 'pg'
import { Refusal } from '#db/refusal.ts'
import { loginOf, ownerConfig } from './config.ts'
import { fail } from './process.ts'
import { createToken } from './tokens/create-token.ts'
import { listTokens, type TokenRecord } from './tokens/list-tokens.ts'
import { revokeToken } from './tokens/revoke-token.ts'

type Print = (line: string) => void

export const tokensUsage = 'create NAME | list | revoke NAME'

/** Does what `words` say. @throws Refusal in a sentence for who typed them */
export const tokens = async (words: string[], connection: pg.ClientConfig, print: Print) => {
  const act = actOf(words)
  const client = new pg.Client({ application_name: 'rates-tokens', ...connection })
  // A lost connection also fails the statement under way, which tells it.
  client.on('error', () => {})
  await client.connect()
  try {
    await act(client, print)
  } finally {
    await client.end()
  }
}

const actOf = ([verb, name, ...more]: string[]) => {
  if (verb === 'list' && name === undefined) return list
  if (verb === 'create' && name !== undefined && more.length === 0) return create(name)
  if (verb === 'revoke' && name !== undefined && more.length === 0) return revoke(name)
  throw new Refusal(`Say one of: ${tokensUsage}`)
}

const create = (name: string) => async (client: pg.Client, print: Print) => {
  print(await createToken(client, name))
}

const list = async (client: pg.Client, print: Print) => {
  for (const token of await listTokens(client)) print(describe(token))
}

const describe = ({ name, created_at, revoked_at }: TokenRecord) =>
  `${name}  created ${created_at.toISOString()}` +
  (revoked_at === null ? '' : `  revoked ${revoked_at.toISOString()}`)

const revoke = (name: string) => async (client: pg.Client, print: Print) => {
  await revokeToken(client, name)
  print(`${name} is refused from now on`)
}

if (import.meta.main) {
  const run = async () =>
    tokens(process.argv.slice(2), loginOf(ownerConfig(process.env)), console.log)
  await run().catch(fail)
}
