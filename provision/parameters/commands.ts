// What an operator asks of parameters, as lines: a value is told only where it is asked for.
import { Refusal } from '#provision/errors.ts'
import type { ComposeNeeds } from '#provision/release/compose-files.ts'
import { parametersDiffer } from '#provision/release/plan.ts'
import {
  changeParameter,
  createParameter,
  listParameters,
  type Parameter,
  type ParameterStore,
  type ParameterVersion,
} from './parameters.ts'
import { checkParameters } from './rules.ts'

// As long for every value: a length tells something, too.
const mask = '********'

export const parameterLines = (parameters: readonly Parameter[]) => {
  const width = Math.max(0, ...parameters.map(({ name }) => name.length))
  return parameters.map(({ name, version }) => `${name.padEnd(width)}  ${mask}  version ${version}`)
}

/** @throws {Refusal} where there is none of this name */
export const theParameter = async (store: ParameterStore, environment: string, name: string) => {
  const all = await listParameters(store, environment)
  const found = all.find(parameter => parameter.name === name)
  if (found) return found
  const names = all.map(parameter => parameter.name).join(', ') || 'none'
  throw new Refusal(`${environment} has no parameter ${JSON.stringify(name)}. It has: ${names}.`)
}

/** Puts a version only where the value differs; the answer is a line. */
export const setParameter = async (
  store: ParameterStore,
  environment: string,
  { name, value }: { name: string; value: string },
) => {
  checkParameters(environment, [{ name, value }])
  const all = await listParameters(store, environment)
  const found = all.find(parameter => parameter.name === name)
  if (found?.value === value) return `${name} is that already, version ${found.version}.`

  const put = found ? changeParameter : createParameter
  const { version } = await put(store, environment, { name, value })
  const set = `${name} is set, version ${version}.`
  const next = `What runs takes it at the next: npx zx scripts/provision.mjs --env ${environment}`
  const login = loginOf(name)
  if (!login) return `${set} ${next}`
  return `${set} A database that is there already keeps its old password: right before that run change it there, too, with npx zx scripts/host.mjs --env ${environment} psql, then \\password ${login}. ${next} --maintenance`
}

/** @throws {Refusal} where there is none of this name, or what is released here asks for it */
export const requireDeletable = async (
  store: ParameterStore,
  environment: string,
  { name, needs }: { name: string; needs: Pick<ComposeNeeds, 'required'> },
) => {
  await theParameter(store, environment, name)
  if (!needs.required.includes(name)) return
  throw new Refusal(
    `The compose files ask for ${name}, so nothing starts without it. Give it another value with set.`,
  )
}

/** Of the database, which reads its passwords only when it is made. */
const loginOf = (name: string) =>
  /^(POSTGRES|RATES_[A-Z]+)_PASSWORD$/.exec(name)?.[1]?.toLowerCase()

/** Against the release that runs, where there is one, and against what the compose files ask for. */
export const parameterDifferences = (
  found: readonly Parameter[],
  running: readonly ParameterVersion[] | undefined,
  { required, generated }: Pick<ComposeNeeds, 'required' | 'generated'>,
): string[] => {
  const there = new Set(found.map(({ name }) => name))
  const missing = required.filter(name => !there.has(name))
  return [
    ...(running ? parametersDiffer(running, found) : []).map(
      ({ what, from = 'none', to = 'none' }) => `${what}: ${from} runs, ${to} is stored`,
    ),
    ...missing.map(name =>
      generated.includes(name)
        ? `parameter ${name}: missing, will be made up`
        : `parameter ${name}: missing, has to be set`,
    ),
  ]
}
