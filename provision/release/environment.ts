// The environment file of a release, which docker compose reads back byte for byte.
import { createHmac } from 'node:crypto'

export type Values = Record<string, string>

export const environmentFile = (values: Values) => lines(values, quoted)

/** Tells whether two environments are the same without telling anything about one: a keyed hash. */
export const environmentHash = (values: Values) =>
  createHmac('sha256', values.POSTGRES_PASSWORD ?? '')
    .update(lines(values, JSON.stringify))
    .digest('hex')

const lines = (values: Values, write: (value: string) => string) =>
  Object.keys(values)
    .sort()
    .map(name => `${name}=${write(values[name] ?? '')}\n`)
    .join('')

// Single quotes would be simpler, but have no way to write a backslash before a quote or at the end.
const quoted = (value: string) => `"${value.replaceAll(/[\\"$]/g, '\\$&')}"`
