// Reads environment variables against a table of specs and reports every bad one at once.
import { readFileSync } from 'node:fs'
import { type CleanedEnv, cleanEnv, EnvMissingError, makeValidator } from 'envalid'
import { Refusal } from './refusal.ts'
import { Secret } from './secret.ts'

export type Environment = Record<string, string | undefined>
type Described = { desc?: string; example?: string }

/** One line a bad variable; ends with where to read about all of them. */
export class BadConfiguration extends Refusal {
  constructor(lines: string[]) {
    const count = lines.length === 1 ? 'One variable is' : `${lines.length} variables are`
    super(
      `${count} not right:\n  ${lines.join('\n  ')}\n\`npm run config\` explains every variable.`,
    )
    this.name = 'BadConfiguration'
  }
}

/**
 * The variables of `specs` as typed values. NAME_FILE is read in place of NAME; an empty NAME
 * counts as not set, as Compose passes unset variables on as empty ones.
 *
 * @throws BadConfiguration naming every variable that is missing or wrong
 */
export const readEnvironment = <S extends Record<string, Described>>(
  specs: S,
  env: Environment,
): CleanedEnv<S> => {
  const { values, problems } = resolve(Object.keys(specs), env)

  return cleanEnv(values, specs, {
    reporter: ({ errors }) => {
      const lines = Object.keys(specs).flatMap(name => {
        const error = problems.get(name) ?? describeError(errors[name as keyof S])
        return error ? [`${name} ${error}${explain(specs[name])}`] : []
      })
      if (lines.length > 0) throw new BadConfiguration(lines)
    },
  })
}

const resolve = (names: string[], env: Environment) => {
  const values: Environment = {}
  const problems = new Map<string, string>()

  for (const name of names) {
    const file = env[`${name}_FILE`]
    if (env[name] && file) problems.set(name, `and ${name}_FILE are both set, keep one`)
    else if (file) {
      try {
        values[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
      } catch (error) {
        problems.set(name, `can't be read from ${name}_FILE=${file} (${(error as Error).message})`)
      }
    } else if (env[name]) values[name] = env[name]
  }
  return { values, problems }
}

const describeError = (error: Error | undefined) =>
  error instanceof EnvMissingError ? 'is missing' : error?.message

const explain = ({ desc, example }: Described = {}) =>
  `: ${desc}${example ? `. Example: ${example}` : ''}`

type NumberSpec = { desc: string; example: string; default?: number }

/** A whole number from `min` to `max`, both included. */
export const integer = (min: number, max: number, spec: NumberSpec) =>
  makeValidator<number>(input => {
    const value = /^\d{1,15}$/.test(input) ? Number(input) : Number.NaN
    if (value >= min && value <= max) return value
    throw new Error(`is ${JSON.stringify(input)}, not a whole number from ${min} to ${max}`)
  })(spec)

export const secret = makeValidator<Secret>(input => new Secret(input))
