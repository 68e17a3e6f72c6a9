// The passwords of a sandbox. They are kept where they are used, in the environment of its database's
// container, and nowhere else: what goes with the sandbox can't be left behind or be out of date.
import { randomBytes } from 'node:crypto'
import type { Engine } from './engine.ts'
import type { Sandbox } from './found.ts'

const names = [
  'POSTGRES_PASSWORD',
  'RATES_OWNER_PASSWORD',
  'RATES_API_PASSWORD',
  'RATES_WORKER_PASSWORD',
]
const bytes = 32

export type Secrets = Record<string, string>

/** Those that it has, or new ones. */
export const secretsOf = async (engine: Pick<Engine, 'docker'>, found: Sandbox | undefined) => {
  const db = found?.containers.find(({ service }) => service === 'db')
  return db ? await kept(engine, db.id) : fresh()
}

const fresh = (): Secrets =>
  Object.fromEntries(names.map(name => [name, randomBytes(bytes).toString('hex')]))

const kept = async ({ docker }: Pick<Engine, 'docker'>, id: string): Promise<Secrets> => {
  const printed = await docker(['container', 'inspect', '-f', '{{json .Config.Env}}', id])
  const lines: string[] = JSON.parse(printed)
  const all = lines.map(line => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)])
  return Object.fromEntries(all.filter(([name = '']) => names.includes(name)))
}
