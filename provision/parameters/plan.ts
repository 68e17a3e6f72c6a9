// Which parameters are missing, which of them provision makes up, and which someone has to give.
import { randomBytes } from 'node:crypto'
import { type Change, keep } from '#provision/change.ts'
import { Refusal } from '#provision/errors.ts'
import type { ComposeNeeds } from '#provision/release/compose-files.ts'
import type { Say } from '#provision/say.ts'
import {
  changeParameter,
  createParameter,
  type Parameter,
  type ParameterStore,
} from './parameters.ts'

const secretBytes = 32

export type ParameterWants = {
  environment: string
  needs: Pick<ComposeNeeds, 'required' | 'generated'>
  /** Of --domain; left out, what is found stays. */
  domain?: string | undefined
}

/** Pure. Refuses, before anything changes, all that is required, not there and not to be made up. */
export const planParameters = (wants: ParameterWants, found: readonly Parameter[]): Change[] => {
  refuseMissing(wants, found)
  return [
    ...found.filter(({ name }) => name !== 'DOMAIN').map(({ name }) => keep('parameter', name)),
    ...missing(wants, found)
      .filter(name => name !== 'DOMAIN')
      .map(generate),
    ...planDomain(wants, found),
  ].sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Runs a plan; the answer is all that the environment then has. */
export const applyParameters = async (
  store: ParameterStore,
  wants: ParameterWants,
  found: readonly Parameter[],
  say: Say,
): Promise<Parameter[]> => {
  const all = new Map(found.map(parameter => [parameter.name, parameter]))
  for (const { action, name } of planParameters(wants, found)) {
    if (action === 'keep') continue
    const put = action === 'create' ? createParameter : changeParameter
    all.set(name, await put(store, wants.environment, written(name, wants)))
    say(`parameter ${name}: ${action === 'create' ? 'made' : 'changed'}`)
  }
  return [...all.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

const missing = ({ needs }: ParameterWants, found: readonly Parameter[]) => {
  const there = new Set(found.map(({ name }) => name))
  return needs.required.filter(name => !there.has(name))
}

const refuseMissing = (wants: ParameterWants, found: readonly Parameter[]) => {
  const { environment, needs, domain } = wants
  const nobodys = missing(wants, found).filter(
    name => !needs.generated.includes(name) && !(name === 'DOMAIN' && domain),
  )
  if (nobodys.length === 0) return
  throw new Refusal(
    `${environment} lacks parameters that can't be made up: ${nobodys.join(', ')}. Nothing was changed. Give each: npx zx scripts/parameters.mjs --env ${environment} set NAME`,
  )
}

const generate = (name: string): Change => ({
  action: 'create',
  kind: 'parameter',
  name,
  differs: [{ what: 'value', to: `${secretBytes} random bytes` }],
})

// No secret: whoever visits the place sees it.
const planDomain = ({ domain }: ParameterWants, found: readonly Parameter[]): Change[] => {
  const there = found.find(({ name }) => name === 'DOMAIN')
  if (!domain) return there ? [keep('parameter', 'DOMAIN')] : []
  if (there?.value === domain) return [keep('parameter', 'DOMAIN')]
  const from = there ? { from: there.value } : {}
  const differs = [{ what: 'value', ...from, to: domain }]
  return [{ action: there ? 'change' : 'create', kind: 'parameter', name: 'DOMAIN', differs }]
}

const written = (name: string, { domain = '' }: ParameterWants) =>
  name === 'DOMAIN'
    ? { name, value: domain, type: 'String' as const }
    : { name, value: randomBytes(secretBytes).toString('hex') }
