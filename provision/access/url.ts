// Where the world reaches an environment.
import { resolve4 } from 'node:dns/promises'
import type { Parameter } from '#provision/parameters/parameters.ts'
import type { Machine } from '../apply.ts'
import { Refusal } from '../errors.ts'

export const urlOf = ({ address }: Machine, parameters: readonly Parameter[]) => {
  const domain = parameters.find(({ name }) => name === 'DOMAIN')?.value
  return domain ? `https://${domain}` : `http://${address}`
}

/** @throws {Refusal} Let's Encrypt signs a name only once it leads here. */
export const refuseUnresolved = async ({ address }: Machine, parameters: readonly Parameter[]) => {
  const domain = parameters.find(({ name }) => name === 'DOMAIN')?.value
  if (!domain) return
  const found: string[] = await resolve4(domain).catch(() => [])
  if (found.includes(address)) return
  const now = found.length > 0 ? `leads to ${found.join(', ')}` : 'leads nowhere'
  throw new Refusal(
    `The stack runs at ${address}, but ${domain} ${now}. Point an A record for ${domain} at ${address}, then run this again.`,
  )
}
